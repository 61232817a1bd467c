# Two commands do everything: `make report` and `make test`.
# Both first install the system packages that are missing; `make setup` does only that.

PACKAGES := libcsv-dev libzip-dev libexpat1-dev libreadstat-dev libmd-dev libopenblas-dev \
  liblapacke-dev r-mathlib pkg-config
STUDY := surveys/innovation-potential
SWIFT_SOURCES := Package.swift Sources Tests

.PHONY: report test setup build lint check-tests install clean

## Set up, build in release mode, and write the model study's reports to reports/.
report: setup
	swift build -c release --product loci
	.build/release/loci report $(STUDY)

## Set up, then format lint, a build with warnings as errors, and all tests.
test: setup lint build check-tests

lint:
	swift format lint --strict --recursive $(SWIFT_SOURCES)

build:
	swift build --build-tests

check-tests:
	swift test --skip-build --parallel

## Install the system packages that are missing: Debian and its relatives only.
setup:
	@sh .ci/setup $(PACKAGES)

## Copy the command that `make report` built to where the shell finds it.
PREFIX ?= /usr/local
install:
	install -D -m 755 .build/release/loci $(DESTDIR)$(PREFIX)/bin/loci

clean:
	swift package clean
