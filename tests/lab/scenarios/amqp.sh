# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages: rabbitmq-server amqp-tools
#
# Messages go over a queue of RabbitMQ, and back out of it.

# shellcheck source=../innocent.sh
. "$lab/innocent.sh"
lan=2

labels() {
	owned publisher other:amqp
	owned consumer other:amqp
	owned broker other:amqp
}

setup() {
	uid_of broker
	local home=$tmp/home-broker
	printf 'listeners.tcp.1 = 0.0.0.0:5672\nloopback_users = none\n' >"$home/rabbitmq.conf"
	: >"$home/plugins"
	give broker "$home"
	spawn o1 broker env RABBITMQ_NODENAME=lab@localhost RABBITMQ_MNESIA_BASE="$home/db" RABBITMQ_LOG_BASE="$home" RABBITMQ_LOGS=- \
		RABBITMQ_CONFIG_FILE="$home/rabbitmq" RABBITMQ_ENABLED_PLUGINS_FILE="$home/plugins" ERL_EPMD_ADDRESS=127.0.0.1 \
		RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_PID_FILE="$home/pid" \
		/usr/lib/rabbitmq/bin/rabbitmq-server
	wait_for 45 listens "$(ns o1)" 5672 && wait_for 20 broker_answers
}

broker_answers() { as o1 broker timeout 5 amqp-declare-queue -u amqp://127.0.0.1 -q lab; }

go() {
	local n url
	url=amqp://$(addr4 o1)
	spawn l2 consumer sh -c "timeout 12 amqp-consume -u $url -q lab -c 10 cat >$tmp/got"
	for ((n = 1; n <= 10; n++)); do
		as l1 publisher timeout 5 amqp-publish -u "$url" -r lab -b "message $n: $(head -c 300 /dev/urandom | base64 -w 0);"
	done
}

proved() { [ "$(tr ';' '\n' <"$tmp/got" | grep -c '^message')" = 10 ]; }
versions() { version_of rabbitmq-server; version_of amqp-tools; }
