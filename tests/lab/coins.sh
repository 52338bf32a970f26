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
