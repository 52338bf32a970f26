# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Two Syncthings that share a folder. Needs net.sh.

# sync_key NAME: its certificate; its device number is $device.
sync_key() {
	uid_of "$1"
	syncthing generate --home="$tmp/home-$1" --no-default-folder --skip-port-probing >"$tmp/$1.key.log" 2>&1
	device=$(syncthing serve --device-id --home="$tmp/home-$1")
	mkdir -p "$tmp/home-$1/films/.stfolder"
}

# sync_conf NAME LISTEN ADDRESS PEER [OPTIONS]: its folder is shared with PEER, to be found at ADDRESS.
sync_conf() {
	local name=$1 listen=$2 address=$3 peer=$4 more=${5:-} home=$tmp/home-$1

	cat >"$home/config.xml" <<-END
		<configuration version="36">
		<folder id="films" label="films" path="$home/films" type="sendreceive" fsWatcherEnabled="false">
			<device id="$peer"></device>
		</folder>
		<device id="$peer" name="peer" compression="never"><address>$address</address></device>
		<gui enabled="true" tls="false"><address>127.0.0.1:8384</address><apikey>lab</apikey></gui>
		<options>
			<listenAddress>$listen</listenAddress>
			<globalAnnounceEnabled>false</globalAnnounceEnabled>
			<localAnnounceEnabled>false</localAnnounceEnabled>
			<relaysEnabled>false</relaysEnabled>
			<natEnabled>false</natEnabled>
			<reconnectionIntervalS>5</reconnectionIntervalS>
			<startBrowser>false</startBrowser>
			<urAccepted>-1</urAccepted>
			<autoUpgradeIntervalH>0</autoUpgradeIntervalH>
			<crashReportingEnabled>false</crashReportingEnabled>
			<stunKeepaliveStartS>0</stunKeepaliveStartS>
			$more
		</options>
		</configuration>
	END
	give "$name" "$home"
}

sync_start() {
	spawn "$1" "$2" env STNOUPGRADE=1 syncthing serve --home="$tmp/home-$2" --no-browser --no-restart
}

sync_ready() {
	in_ns "$(ns "$1")" curl -s --max-time 2 -H 'X-API-Key: lab' 'http://127.0.0.1:8384/rest/db/status?folder=films' |
		grep -q '"state": "idle"'
}

# sync_pair SCHEME PORT ADDRESS: o1's Syncthing has the file; l1's knows where it is.
sync_pair() {
	local scheme=$1 port=$2 address=$3 of_l1

	sync_key keeper && of_keeper=$device && sync_key fetcher && of_l1=$device || return
	make_file "$tmp/home-keeper/films/film.bin" "$film_mb"
	sync_conf keeper "$scheme://:$port" dynamic "$of_l1"
	sync_conf fetcher "$scheme://:$port" "$scheme://$address:$port" "$of_keeper"
	sync_start o1 keeper
	wait_for 30 sync_ready o1
}

sync_labels() {
	owned keeper syncthing
	owned fetcher syncthing
}

sync_got() { same_file "$tmp/home-keeper/films/film.bin" "$tmp/home-fetcher/films/film.bin"; }
sync_payload() { cat "$tmp"/home-fetcher/films/*film.bin* "$tmp"/home-fetcher/films/.syncthing.* 2>/dev/null | tr -d '\000' | wc -c; }
