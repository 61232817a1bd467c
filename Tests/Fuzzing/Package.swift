// swift-tools-version: 6.3
// Looks for files that break their readers. A package of its own: only `make fuzz` builds it.
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

/// A library of the project.
func product(_ name: String) -> Target.Dependency { .product(name: name, package: "GeniusLoci") }

/// A program that libFuzzer, which has the main function, feeds with inputs.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "GeniusLoci", path: "../..")],
  targets: [
    .target(name: "ReaderLaws", dependencies: [product("TabularFiles")]),
    .executableTarget(name: "engines", dependencies: ["ReaderLaws", product("TabularFiles")]),
    fuzzer("field-files", ["ReaderLaws", product("TabularFiles")]),
    fuzzer("workbooks", ["ReaderLaws", product("TabularFiles")]),
    fuzzer("data-sets", ["ReaderLaws", product("TabularFiles")]),
    fuzzer("sheets", [product("StudyFolder"), product("SurveyModel")]),
    fuzzer(
      "models",
      [
        product("LavaanSyntax"), product("FactorAnalysis"), product("StructuralModels"),
        product("SurveyModel"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
