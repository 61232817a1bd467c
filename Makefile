# Two commands do everything: `make report` and `make test`.
# Both first install the system packages that are missing; `make setup` does only that.

PACKAGES := libcsv-dev libzip-dev libexpat1-dev libreadstat-dev libmd-dev libopenblas-dev \
  liblapacke-dev r-mathlib pkg-config
# What only tests need: linear programmes of the attacker, faults injected at system calls, and the
# program that reads SPSS's files beside us.
TEST_PACKAGES := libglpk-dev strace pspp
STUDY := surveys/innovation-potential
SWIFT_SOURCES := Package.swift Sources Tests

FUZZ_SECONDS := 60
ENGINE_BYTES := 100000000

.PHONY: report test setup setup-tests build lint check-tests laws differential fuzz install clean

## Set up, build in release mode, and write the model study's reports to reports/.
report: setup
	swift build -c release --product loci
	.build/release/loci report $(STUDY)

## Set up, then format lint, a build with warnings as errors, and all tests.
test: setup setup-tests lint build check-tests

lint:
	swift format lint --strict --recursive $(SWIFT_SOURCES)

## Tests run optimised: they are mostly numerical work and runs of the command, ten times slower in
## a debug build. The flag that lets them see a module's inside makes this build one of its own.
TEST_BUILD := -c release -Xswiftc -enable-testing --scratch-path .build-tests

build:
	swift build --build-tests $(TEST_BUILD)

check-tests:
	swift test --skip-build --parallel $(TEST_BUILD)

## The laws over many more seeds than `make test` has: what is published of LAW_SEEDS studies drawn
## by chance is attacked, and PLANTED_SEEDS questionnaires drawn by chance are read from the exports of
## survey programs, with the questionnaire and with one that `init` drafts; PLANTED_FIRST is the first
## seed. EDITED_QUESTIONS questions of each real form are edited in each way between two versions.
## ROUND_TRIP_SEEDS studies are exported, drafted and estimated again. GATE_DRAWS pairs of cities are
## drawn for each figure of the page *Comparability*, which is written anew. Some minutes; no part of
## `make test`.
LAW_SEEDS := 2000
PLANTED_SEEDS := 20000
PLANTED_FIRST := 0
ROUND_TRIP_SEEDS := 200
EDITED_QUESTIONS := 60
GATE_DRAWS := 2000
GATE_PAGE := Sources/SurveyModel/SurveyModel.docc/Comparability.md
laws: setup setup-tests build
	LOCI_ATTACK_SEEDS=$(LAW_SEEDS) swift test --skip-build $(TEST_BUILD) --filter DisclosureTests
	LOCI_PLANTED_SEEDS=$(PLANTED_SEEDS) LOCI_PLANTED_FIRST=$(PLANTED_FIRST) swift test --skip-build \
	  $(TEST_BUILD) --filter PlantedAnswerLawTests
	LOCI_EDITED_QUESTIONS=$(EDITED_QUESTIONS) swift test --skip-build $(TEST_BUILD) --filter EditTests
	LOCI_ROUND_TRIP_SEEDS=$(ROUND_TRIP_SEEDS) swift test --skip-build $(TEST_BUILD) \
	  --filter RoundTripTests
	LOCI_GATE_DRAWS=$(GATE_DRAWS) LOCI_GATE_PAGE=$(GATE_PAGE) swift test --skip-build $(TEST_BUILD) \
	  --filter GateSimulationTests

## Draw DIFFERENTIAL_DESIGNS studies by their seeds, from DIFFERENTIAL_FIRST on, and set every figure of
## the command against R's package survey: the last line counts designs, figures and differences; a
## difference without a known reason ends it. Some minutes; no part of `make test`.
REFERENCE_PACKAGES := r-base-core r-cran-mass r-cran-survey r-cran-jsonlite
DIFFERENTIAL_DESIGNS := 500
DIFFERENTIAL_FIRST := 1
differential: setup
	@sh .ci/setup $(REFERENCE_PACKAGES)
	swift build -c release --product loci
	Rscript Tests/Reference/differential/run.R .build/release/loci $(DIFFERENTIAL_DESIGNS) \
	  $(DIFFERENTIAL_FIRST)

## Look for bytes that break a reader, FUZZ_SECONDS long each: coverage-guided, from the seeds of
## Tests/Fuzzing/corpus (field files) and Tests/Fuzzing/corpora (the others); `make fuzz-sheets` is
## one. Inputs that break one are kept in Tests/Fuzzing/.build. Then ENGINE_BYTES of field files drawn
## by chance are read with libcsv alone and with the lane beside it: the first that is not read alike
## ends it. No part of `make test`.
FUZZING := Tests/Fuzzing/.build
FUZZERS := field-files sheets workbooks data-sets models
fuzz: setup $(FUZZERS:%=fuzz-%)
	swift build --package-path Tests/Fuzzing -c release --product engines -Xswiftc -enable-testing
	$(FUZZING)/release/engines $(ENGINE_BYTES)

$(FUZZERS:%=fuzz-%): fuzz-%:
	swift build --package-path Tests/Fuzzing -c release --product $* --sanitize=fuzzer \
	  -Xswiftc -enable-testing
	mkdir -p $(FUZZING)/found/$*
	SWIFT_BACKTRACE=enable=no $(FUZZING)/release/$* -max_total_time=$(FUZZ_SECONDS) -timeout=60 \
	  -rss_limit_mb=4096 -max_len=$(if $(filter data-sets,$*),8192,2048) -print_final_stats=1 \
	  -verbosity=0 -artifact_prefix=$(FUZZING)/ $(FUZZING)/found/$* \
	  $(if $(filter field-files,$*),Tests/Fuzzing/corpus,Tests/Fuzzing/corpora/$*)

## Install the system packages that are missing: Debian and its relatives only.
setup:
	@sh .ci/setup $(PACKAGES)

setup-tests:
	@sh .ci/setup $(TEST_PACKAGES)

## Build the command with Swift's runtime in it, and copy it to where the shell finds it, with its manual
## page (man loci) and completions for bash, zsh and fish. It runs where Swift is not installed, but for
## the libraries of PACKAGES.
PREFIX ?= /usr/local
MANUAL_DATE = $(shell git log -1 --format=%cs 2>/dev/null || date -u +%F)
COMPLETIONS := bash-completion/completions zsh/site-functions fish/vendor_completions.d
INSTALLED := .build-install/release/loci --generate-completion-script
INSTALLED_BUILD := -c release --static-swift-stdlib --scratch-path .build-install
install: setup
	swift build --product loci $(INSTALLED_BUILD)
	swift package $(INSTALLED_BUILD) generate-manual --configuration release --date $(MANUAL_DATE)
	install -D -m 755 .build-install/release/loci $(DESTDIR)$(PREFIX)/bin/loci
	install -D -m 644 .build-install/plugins/GenerateManual/outputs/loci/loci.1 \
	  $(DESTDIR)$(PREFIX)/share/man/man1/loci.1
	mkdir -p $(COMPLETIONS:%=$(DESTDIR)$(PREFIX)/share/%)
	$(INSTALLED) bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/loci
	$(INSTALLED) zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_loci
	$(INSTALLED) fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/loci.fish

clean:
	swift package clean
	rm -rf .build-tests .build-install
