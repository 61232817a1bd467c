// swift-tools-version: 6.3
// Times GeniusLoci against its peers. A package of its own: no user resolves what it needs.
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

/// A program that times some of the library's work in process.
func benchmark(_ name: String, uses modules: [String], beside own: [String] = []) -> Target {
  .executableTarget(
    name: name,
    dependencies: (["Timing"] + own).map { .init(stringLiteral: $0) }
      + modules.map { .product(name: $0, package: "GeniusLoci") },
    path: "Sources/\(name)")
}

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "GeniusLoci", path: "../..")],
  targets: [
    .target(name: "Timing"),
    .target(
      name: "Interviews",
      dependencies: ["Timing", .product(name: "Estimation", package: "GeniusLoci")]),
    benchmark("estimation", uses: ["Estimation"], beside: ["Interviews"]),
    benchmark("weighting", uses: ["Estimation"], beside: ["Interviews"]),
    benchmark("coverage", uses: ["Estimation"]),
    .executableTarget(name: "pollution", path: "Sources/pollution"),
    .executableTarget(name: "generate", path: "Sources/generate"),
    benchmark("field-files", uses: ["TabularFiles"]),
    benchmark("factor-analysis", uses: ["FactorAnalysis"]),
    benchmark("ordinal", uses: ["LavaanSyntax", "FactorAnalysis", "StructuralModels"]),
    benchmark("confirmatory", uses: ["LavaanSyntax", "FactorAnalysis", "StructuralModels"]),
    benchmark(
      "comparability",
      uses: [
        "MeasurementInvariance", "SurveyAnalysis", "SocioculturalFactors", "Simulation",
        "StudyFolder", "SurveyModel",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
