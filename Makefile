# peerwall. `make` builds, `make test` tests, `make demo` shows, `make install` installs.
# Variables: CC, SAN=address,undefined (sanitizers), PREFIX, DESTDIR, B (build folder).

PREFIX ?= /usr/local
DESTDIR ?=
SAN ?=
VERSION := 0.1.0
B ?= build$(if $(SAN),-san)

PKGS := libnetfilter_queue libnetfilter_conntrack libnftnl libmnl libndpi libpcap libfyaml jansson libxxhash nettle hogweed \
	libsecp256k1 libcap-ng libseccomp zlib libzstd liblzma

CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wcast-qual -Wwrite-strings -Wformat=2 -Wvla -Wundef
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)
# Asked once, when something is compiled: a new machine has no pkg-config before `make deps`.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g'))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)) -lpthread)$(PKG_LIBS)
ALL_CFLAGS = -std=gnu11 $(WARN) -fstack-protector-strong -fno-strict-aliasing \
	-DPEERWALL_SANITIZED=$(if $(SAN),1,0) -DPEERWALL_VERSION='"$(VERSION)"' -DPEERWALL_POLICIES='"$(PREFIX)/share/peerwall/policies"' \
	-DPEERWALL_CAPTURES='"$(PREFIX)/share/peerwall/pcaps/plain"' \
	-I$(B)/gen -MMD -MP $(PKG_CFLAGS) $(SANFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(SANFLAGS) $(LDFLAGS)

SRC := $(filter-out daemon/main.c,$(wildcard daemon/*.c daemon/*/*.c daemon/*/*/*.c nft/*.c))
OBJ := $(SRC:%.c=$(B)/%.o)
GEN := $(B)/gen/catalogue_enum.h $(B)/gen/catalogue_table.h $(B)/gen/catalogue_ports.h $(B)/gen/names_table.h $(B)/gen/signatures_table.h \
	$(B)/gen/signatures_first.h $(B)/gen/findings_table.h $(B)/gen/answers_table.h $(B)/gen/facts_table.h $(B)/gen/captures_table.h
LABELS := pcaps/manifest.tsv $(filter-out %/manifest.tsv,$(wildcard pcaps/lab/*.tsv))
TESTS := $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/test_*.c))

.PHONY: all unit clean deps test demo bench lab accuracy fuzz install lint
all: peerwall

peerwall: $(B)/peerwall
	@ln -sf $(B)/peerwall peerwall

$(B)/peerwall: $(B)/daemon/main.o $(B)/libpeerwall.a
	@echo "  LD  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PKG_LIBS)

# An archive, so that a unit test links only what its module needs.
$(B)/libpeerwall.a: $(OBJ)
	@rm -f $@
	@$(AR) rcs $@ $^

$(B)/gen/names_table.h: policies/catalogue.tsv policies/names.tsv policies/names.awk
	@mkdir -p $(@D)
	@awk -f policies/names.awk policies/catalogue.tsv policies/names.tsv > $@.new && mv $@.new $@

$(B)/gen/signatures_table.h: policies/signatures.tsv policies/signatures.awk
	@mkdir -p $(@D)
	@LC_ALL=C awk -f policies/signatures.awk policies/signatures.tsv > $@.new && mv $@.new $@

$(B)/gen/signatures_first.h: policies/signatures.tsv policies/signatures.awk
	@mkdir -p $(@D)
	@LC_ALL=C awk -v first=1 -f policies/signatures.awk policies/signatures.tsv > $@.new && mv $@.new $@

$(B)/gen/findings_table.h: policies/findings.tsv policies/signatures.awk
	@mkdir -p $(@D)
	@LC_ALL=C awk -v findings=1 -f policies/signatures.awk policies/findings.tsv > $@.new && mv $@.new $@

$(B)/gen/answers_table.h: policies/answers.tsv policies/signatures.awk
	@mkdir -p $(@D)
	@LC_ALL=C awk -f policies/signatures.awk policies/answers.tsv > $@.new && mv $@.new $@

$(B)/gen/facts_table.h: policies/catalogue.tsv policies/protocols.tsv policies/protocols.awk
	@mkdir -p $(@D)
	@awk -f policies/protocols.awk policies/catalogue.tsv policies/protocols.tsv > $@.new && mv $@.new $@

$(B)/gen/captures_table.h: policies/catalogue.tsv $(LABELS) policies/captures.awk
	@mkdir -p $(@D)
	@awk -f policies/captures.awk policies/catalogue.tsv $(LABELS) > $@.new && mv $@.new $@

$(B)/gen/catalogue_%.h: policies/catalogue.tsv policies/catalogue.awk
	@mkdir -p $(@D)
	@awk -v out=$* -f policies/catalogue.awk policies/catalogue.tsv > $@.new && mv $@.new $@

$(B)/%.o: %.c Makefile | $(GEN)
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(B)/tests/%: tests/unit/%.c $(B)/libpeerwall.a
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -Itests/unit -o $@ $< $(ALL_LDFLAGS) $(B)/libpeerwall.a $(PKG_LIBS) -lcunit

unit: $(TESTS)
	@for t in $(TESTS); do $$t || exit 1; done

# --- packages, tests, the demonstration ---------------------------------------

BUILD_PACKAGES := gcc libc6-dev make pkg-config libnetfilter-queue-dev libnftnl-dev libmnl-dev \
	libnetfilter-conntrack-dev libndpi-dev libpcap-dev libfyaml-dev libjansson-dev \
	libxxhash-dev nettle-dev libsecp256k1-dev libcap-ng-dev libseccomp-dev zlib1g-dev libzstd-dev liblzma-dev
DEMO_PACKAGES := iproute2 procps util-linux curl nginx aria2 mktorrent opentracker
TEST_PACKAGES := $(DEMO_PACKAGES) libcunit1-dev python3 nftables conntrack transmission-daemon \
	transmission-cli samba smbclient uhub eiskaltdcpp-daemon tcpreplay tcpdump openssh-client openssh-server openssl
BENCH_PACKAGES := $(DEMO_PACKAGES) iperf3 wrk time tcpdump libndpi-bin python3
LAB_PACKAGES := $(TEST_PACKAGES) ethtool iptables
LINT_PACKAGES := cppcheck shellcheck
PARALLEL := -j$(shell nproc)

deps:
	@tests/deps $(BUILD_PACKAGES) $(TEST_PACKAGES)

# `env`, so that no shell stands between make and a script: Ctrl-C would end the shell at
# once, and make would be gone before the script has taken its networks away.
test: deps
	@$(MAKE) --no-print-directory $(PARALLEL) all $(TESTS) $(B)/replay
	@env PEERWALL=$(CURDIR)/$(B)/peerwall TESTS=$(B)/tests tests/run $(PART)

demo:
	@tests/deps $(BUILD_PACKAGES) $(DEMO_PACKAGES) || tests/deps $(BUILD_PACKAGES)
	@$(MAKE) --no-print-directory -s $(PARALLEL) all
	@env PEERWALL=$(CURDIR)/$(B)/peerwall tests/demo/demo.sh

bench:
	@tests/deps $(BUILD_PACKAGES) $(BENCH_PACKAGES)
	@$(MAKE) --no-print-directory $(PARALLEL) all $(B)/multiply $(B)/random_talk $(B)/queued
	@env PEERWALL=$(CURDIR)/$(B)/peerwall MULTIPLY=$(CURDIR)/$(B)/multiply \
		RANDOM_TALK=$(CURDIR)/$(B)/random_talk QUEUED=$(CURDIR)/$(B)/queued tests/bench/bench.sh

$(B)/multiply: tests/bench/multiply.c
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(ALL_LDFLAGS) -lpcap

$(B)/random_talk: tests/bench/random_talk.c
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(ALL_LDFLAGS) -lpthread

$(B)/queued: tests/bench/queued.c $(B)/libpeerwall.a
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(ALL_LDFLAGS) $(B)/libpeerwall.a $(PKG_LIBS)

# S="NAME…": only these scenarios. UPDATE=1: keep their captures and figures. What each needs it installs itself.
lab:
	@tests/deps $(BUILD_PACKAGES) $(LAB_PACKAGES)
	@$(MAKE) --no-print-directory -s $(PARALLEL) all $(B)/delay
	@env PEERWALL=$(CURDIR)/$(B)/peerwall DELAY=$(CURDIR)/$(B)/delay OUT=$(CURDIR)/$(B)/lab tests/lab/lab $(S)

# What the labelled captures and the kept runs of the lab amount to: docs/accuracy.md.
accuracy:
	@tests/deps $(BUILD_PACKAGES) python3 libndpi-bin
	@$(MAKE) --no-print-directory -s $(JOBS) all $(B)/marks
	@tests/accuracy/accuracy.py $(CURDIR)/$(B)/peerwall $(CURDIR)/$(B)/marks

$(B)/marks: tests/accuracy/marks.c $(B)/libpeerwall.a
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(ALL_LDFLAGS) $(B)/libpeerwall.a $(PKG_LIBS)

# Fuzzes dissector D, or all of them, J at once, for T seconds each, from their seeds; what
# breaks one lies in build-fuzz/.
T ?= 600
J ?= $(shell nproc)
fuzz:
	@tests/deps $(BUILD_PACKAGES) clang
	@$(MAKE) --no-print-directory -s $(JOBS) B=build-fuzz CC=clang SAN=address,undefined,fuzzer-no-link build-fuzz/fuzz
	@tests/fuzz/run.sh build-fuzz $(T) $(J) "$(D)"

$(B)/fuzz: tests/fuzz/fuzz.c $(B)/libpeerwall.a
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $< $(ALL_LDFLAGS) $(B)/libpeerwall.a $(PKG_LIBS)

# The corpus, played without a fuzzer: a part of the tests.
$(B)/replay: tests/fuzz/fuzz.c $(B)/libpeerwall.a
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -DREPLAY -o $@ $< $(ALL_LDFLAGS) $(B)/libpeerwall.a $(PKG_LIBS)

$(B)/delay: tests/lab/delay.c
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -o $@ $< $(ALL_LDFLAGS) -lnetfilter_queue -lmnl

lint:
	@tests/deps $(LINT_PACKAGES)
	@tests/lint/lint.sh

install: all
	install -d $(DESTDIR)$(PREFIX)/sbin $(DESTDIR)$(PREFIX)/share/peerwall/policies \
		$(DESTDIR)$(PREFIX)/share/peerwall/pcaps/plain $(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/man/man8 \
		$(DESTDIR)$(PREFIX)/lib/systemd/system
	install -m 755 $(B)/peerwall $(DESTDIR)$(PREFIX)/sbin/peerwall
	install -m 644 $(wildcard policies/*.yaml) $(DESTDIR)$(PREFIX)/share/peerwall/policies
	install -m 644 $(wildcard pcaps/plain/*cap*) $(DESTDIR)$(PREFIX)/share/peerwall/pcaps/plain
	sed 's|/usr/local|$(PREFIX)|g' docs/peerwall.yaml.5 > $(DESTDIR)$(PREFIX)/share/man/man5/peerwall.yaml.5
	sed 's|/usr/local|$(PREFIX)|g' docs/peerwall.8 > $(DESTDIR)$(PREFIX)/share/man/man8/peerwall.8
	sed 's|@PREFIX@|$(PREFIX)|g' docs/peerwall.service \
		> $(DESTDIR)$(PREFIX)/lib/systemd/system/peerwall.service
	chmod 644 $(DESTDIR)$(PREFIX)/share/man/man5/peerwall.yaml.5 $(DESTDIR)$(PREFIX)/share/man/man8/peerwall.8 \
		$(DESTDIR)$(PREFIX)/lib/systemd/system/peerwall.service

clean:
	rm -rf build build-san build-fuzz peerwall

.SECONDARY: $(GEN)

-include $(OBJ:.o=.d) $(TESTS:%=%.d) $(B)/daemon/main.d
