# peerwall. `make` builds, `make test` tests, `make demo` shows, `make install` installs.
# Variables: CC, SAN=address,undefined (sanitizers), PREFIX, DESTDIR, B (build folder).

PREFIX ?= /usr/local
DESTDIR ?=
SAN ?=
VERSION := 0.1.0
B ?= build$(if $(SAN),-san)

PKGS := libnetfilter_queue libnetfilter_conntrack libnftnl libmnl libndpi libpcap libfyaml jansson libxxhash libcap-ng libseccomp

CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wcast-qual -Wwrite-strings -Wformat=2 -Wvla -Wundef
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g')
PKG_LIBS = $(shell pkg-config --libs $(PKGS)) -lpthread
ALL_CFLAGS = -std=gnu11 $(WARN) -fstack-protector-strong -fno-strict-aliasing \
	-DPEERWALL_VERSION='"$(VERSION)"' -DPEERWALL_POLICIES='"$(PREFIX)/share/peerwall/policies"' \
	-I$(B)/gen -MMD -MP $(PKG_CFLAGS) $(SANFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(SANFLAGS) $(LDFLAGS)

SRC := $(filter-out daemon/main.c,$(wildcard daemon/*.c daemon/*/*.c daemon/*/*/*.c nft/*.c))
OBJ := $(SRC:%.c=$(B)/%.o)
GEN := $(B)/gen/catalogue_enum.h $(B)/gen/catalogue_table.h
TESTS := $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/test_*.c))

.PHONY: all unit clean deps
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

clean:
	rm -rf build build-san peerwall

.SECONDARY: $(GEN)

-include $(OBJ:.o=.d) $(TESTS:%=%.d) $(B)/daemon/main.d
