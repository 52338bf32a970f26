# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: chromium caddy openssl
#
# Chromium reads linked pages from Caddy over HTTP/3 and QUIC.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
known_as o1

labels() {
	owned chromium other:quic
	owned chromium other:tls tcp 443
	owned caddy other:quic
	owned caddy other:tls tcp 443
}

setup() {
	web_pages "$tmp/www" 3
	certificate site
	uid_of caddy
	cat >"$tmp/Caddyfile" <<-END
		{
			admin off
			auto_https off
			log {
				output file $tmp/home-caddy/caddy.log
			}
		}
		https://server.test {
			tls $tmp/site.pem $tmp/site.key
			root * $tmp/www
			file_server
			log {
				output file $tmp/home-caddy/access.log
			}
		}
	END
	spawn o1 caddy caddy run --adapter caddyfile --config "$tmp/Caddyfile"
	wait_for 10 listens "$(ns o1)" 443 udp
}

go() {
	local hash
	hash=$(openssl x509 -in "$tmp/site.pem" -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64)
	chromium_at l1 chromium https://server.test/page1.html --enable-quic --origin-to-force-quic-on=server.test:443 \
		--ignore-certificate-errors-spki-list="$hash"
}

proved() {
	[ "$(grep -c '"proto":"HTTP/3.0".*"uri":"/data.*"status":200' "$tmp/home-caddy/access.log")" = 18 ] &&
		grep -q '"proto":"HTTP/3.0".*"uri":"/done"' "$tmp/home-caddy/access.log"
}
versions() { version_of chromium; version_of caddy; }
