# A short front door to Meson. Bare machines start with ./run or ./test instead, which install what is needed.
prefix ?= /usr/local
BUILD = build

all: $(BUILD)/build.ninja
	ninja -C $(BUILD)

$(BUILD)/build.ninja:
	meson setup $(BUILD) --buildtype=release --prefix=$(prefix) -Dtests=false

check:
	tools/check

test:
	./test

# FULL=1 fills a store of a million orders, too: a quarter of an hour, 10 GiB.
bench: all
	tools/deps bench
	bench/run
	bench/serve/run $(if $(FULL),--full)

# Hours of failures; SCALE=0.01 for a minute's try, SCENARIOS="killed disk" for some of them, WITHOUT="disk" for all but some. The
# simulated desks are built as they are released: with the sanitizers, ten thousand of them would take a day.
soak: all $(BUILD)/soak/build.ninja
	tools/deps soak
	ninja -C $(BUILD)/soak tests/test_simulation
	BURIN=$(abspath $(BUILD))/burin SIMULATION=$(abspath $(BUILD))/soak/tests/test_simulation \
	  tools/with_postgres tests/soak/run.py $(if $(SCALE),--scale $(SCALE)) $(foreach word,$(WITHOUT),--without $(word)) $(SCENARIOS)

$(BUILD)/soak/build.ninja:
	meson setup $(BUILD)/soak --buildtype=release -Dtests=true

# Screenshots of every page and state, in both widths, themes and languages; PAGES="inbox state_ticket" for some of them.
screens: all
	tools/deps test
	node tests/browser/screens.mjs $(PAGES)

fuzz:
	tools/fuzz $(TARGETS)

install: $(BUILD)/build.ninja
	meson configure $(BUILD) -Dprefix=$(prefix)
	ninja -C $(BUILD)
	DESTDIR=$(DESTDIR) meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf $(BUILD)

.PHONY: all check test bench soak screens fuzz install clean
