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

bench: all
	tools/deps bench
	bench/run
	bench/serve/run

fuzz:
	tools/fuzz $(TARGETS)

install: $(BUILD)/build.ninja
	meson configure $(BUILD) -Dprefix=$(prefix)
	ninja -C $(BUILD)
	DESTDIR=$(DESTDIR) meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf $(BUILD)

.PHONY: all check test bench fuzz install clean
