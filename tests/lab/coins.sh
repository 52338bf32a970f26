# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Nodes of coins, each kind on a network of its own.

# --- Litecoin -----------------------------------------------------------------

# litecoin_node HOST NAME [OPTION…]: litecoind on regtest. Its block chain is empty.
litecoin_node() {
	local host=$1 name=$2
	shift 2
	uid_of "$name"
	spawn "$host" "$name" litecoind -regtest -datadir="$tmp/home-$name" -rpcuser=lab -rpcpassword=lab \
		-dnsseed=0 -upnp=0 -listenonion=0 -dbcache=16 -printtoconsole "$@"
}

# litecoin HOST NAME COMMAND…: what that node answers.
litecoin() { as "$1" "$2" timeout 20 litecoin-cli -regtest -datadir="$tmp/home-$2" -rpcuser=lab -rpcpassword=lab "${@:3}"; }

# litecoin_says HOST NAME MORE…: the same, with the arguments line by line from standard input.
litecoin_says() {
	in_ns "$(ns "$1")" timeout 20 litecoin-cli -regtest -datadir="$tmp/home-$2" -rpcuser=lab -rpcpassword=lab -stdin "${@:3}"
}

# litecoin_mine HOST NAME MEGABYTES: a hundred blocks, and one for each megabyte of random bytes.
litecoin_mine() {
	local host=$1 name=$2 megabytes=$3 address block coin raw n

	wait_for 20 litecoin "$host" "$name" getblockcount &&
		litecoin "$host" "$name" createwallet lab >/dev/null || return
	address=$(litecoin "$host" "$name" getnewaddress)
	litecoin "$host" "$name" generatetoaddress $((100 + megabytes)) "$address" >/dev/null || return
	for ((n = 1; n <= megabytes; n++)); do
		block=$(litecoin "$host" "$name" getblockhash "$n")
		coin=$(litecoin "$host" "$name" getblock "$block" | sed -n '/"tx"/{n;s/[^0-9a-f]//gp}')
		raw=$({
			printf '[{"txid": "%s", "vout": 0}]\n{"data": "' "$coin"
			head -c 900k /dev/urandom | od -An -v -tx1 | tr -d ' \n'
			echo '"}'
		} | litecoin_says "$host" "$name" createrawtransaction)
		raw=$(litecoin_says "$host" "$name" signrawtransactionwithwallet <<<"$raw" | sed -n 's/.*"hex": "\(.*\)".*/\1/p')
		printf '%s\n["%s"]\n' "$address" "$raw" | litecoin_says "$host" "$name" generateblock >/dev/null || return
	done
}

# litecoin_equal HOST NAME HOST NAME: both have the same last block, and more than the first.
litecoin_equal() {
	local best
	best=$(litecoin "$1" "$2" getbestblockhash) && [ "$best" = "$(litecoin "$3" "$4" getbestblockhash)" ] &&
		[ "$(litecoin "$1" "$2" getblockcount)" -gt 0 ]
}

# --- Monero -------------------------------------------------------------------

monero_blocks=15
monero_options=(--regtest --keep-fakechain --fixed-difficulty 1 --disable-dns-checkpoints --no-igd
	--check-updates disabled --non-interactive --no-zmq --allow-local-ip)

# monero_node HOST NAME [OPTION…]: monerod on a chain of its own. RPC on 127.0.0.1:18081.
monero_node() {
	local host=$1 name=$2
	shift 2
	uid_of "$name"
	spawn "$host" "$name" monerod "${monero_options[@]}" --data-dir "$tmp/home-$name" "$@"
}

# monero HOST NAME METHOD [PARAMETERS]: what that node answers.
monero() {
	as "$1" "$2" curl -sS --max-time 20 -d "{\"jsonrpc\": \"2.0\", \"id\": 0, \"method\": \"$3\", \"params\": ${4:-{\}}}" \
		http://127.0.0.1:18081/json_rpc
}

# monero_height HOST NAME
monero_height() { monero "$1" "$2" get_block_count 2>/dev/null | sed -n 's/^ *"count": \([0-9]*\).*/\1/p'; }

# monero_mine HOST NAME: $monero_blocks blocks. A node mines only when it is in step with others, or offline.
monero_mine() {
	local host=$1 name=$2
	local wallet=42ey1afDFnn4886T7196doS9GPMzexD9gXpsZJDwVjeRVdFCSoHnv7KPbBeGpzJBzHRCAs9UxqeoyFQMYbqSWYTfJJQAWDm

	monero_node "$host" "$name" --offline
	wait_for 20 monero "$host" "$name" get_block_count &&
		monero "$host" "$name" generateblocks "{\"amount_of_blocks\": $monero_blocks, \"wallet_address\": \"$wallet\"}" >/dev/null
	stop "$started"
}

# monero_arrived HOST NAME: how many blocks it has fetched.
monero_arrived() {
	local height
	height=$(monero_height "$1" "$2")
	echo $((${height:-1} - 1))
}

# monero_has HOST NAME: all blocks have arrived there.
monero_has() { [ "$(monero_height "$1" "$2")" = $((monero_blocks + 1)) ]; }

# --- Bitcoin ------------------------------------------------------------------

# bitcoin_miner HOST NAME ADDRESS MEGABYTES: bcoin with a block chain, random data in its last blocks.
bitcoin_miner() {
	spawn_node "$1" "$2" bcoin-miner.js "$3" "$4"
	wait_for 20 grep -q '^mined' "$tmp/$2.log"
}

# bitcoin_node HOST NAME node|spvnode [OPTION…]: bcoin's own program; it listens to nobody and has no chain yet.
bitcoin_node() {
	local host=$1 name=$2 program=$3
	shift 3
	spawn "$host" "$name" node "$node_modules/bcoin/bin/$program" --network=regtest --memory=true \
		--prefix="$tmp/home-$name" --listen=false --workers=false --log-level=info "$@"
}

# bitcoin_tip HOST NAME: the height of that node's chain, and its last block.
bitcoin_tip() {
	as "$1" "$2" curl -sS --max-time 5 http://127.0.0.1:48332/ 2>/dev/null |
		sed -n 's/^ *"height": \([0-9]*\),/\1/p; s/^ *"tip": \("[0-9a-f]*"\).*/\1/p' | paste -sd' '
}

# bitcoin_equal HOST NAME HOST NAME: both have the same chain of more than a hundred blocks.
bitcoin_equal() {
	local tip
	tip=$(bitcoin_tip "$1" "$2")
	[ "${tip%% *}" -gt 100 ] && [ "$tip" = "$(bitcoin_tip "$3" "$4")" ]
}

# bitcoin_height HOST NAME
bitcoin_height() {
	local tip
	tip=$(bitcoin_tip "$1" "$2")
	tip=${tip%% *}
	echo "${tip:-0}"
}
