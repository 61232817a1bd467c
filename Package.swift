// swift-tools-version: 6.3
// GeniusLoci: survey and fieldwork data, from a questionnaire and field files to city reports.
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

/// Warnings are errors here; a package that depends on this one is not bound by it.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A library target, with the modules of the ranks below that it uses.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies,
    swiftSettings: strict)
}

/// Tests that run the command are compiled file by file and unoptimised: optimised as one module they
/// take longer to build than to run.
let unoptimised: [SwiftSetting] = [
  .unsafeFlags(["-Onone", "-no-whole-module-optimization"])
]

let package = Package(
  name: "GeniusLoci",
  products: [
    .executable(name: "loci", targets: ["loci"]),
    .library(name: "SurveyModel", targets: ["SurveyModel"]),
    .library(name: "TabularFiles", targets: ["TabularFiles"]),
    .library(name: "QuestionnaireDefinition", targets: ["QuestionnaireDefinition"]),
    .library(name: "ResponseImport", targets: ["ResponseImport"]),
    .library(name: "ResponseExport", targets: ["ResponseExport"]),
    .library(name: "StudyFolder", targets: ["StudyFolder"]),
    .library(name: "Estimation", targets: ["Estimation"]),
    .library(name: "LavaanSyntax", targets: ["LavaanSyntax"]),
    .library(name: "FactorAnalysis", targets: ["FactorAnalysis"]),
    .library(name: "Typology", targets: ["Typology"]),
    .library(name: "StructuralModels", targets: ["StructuralModels"]),
    .library(name: "MeasurementInvariance", targets: ["MeasurementInvariance"]),
    .library(name: "SurveyAnalysis", targets: ["SurveyAnalysis"]),
    .library(name: "SocioculturalFactors", targets: ["SocioculturalFactors"]),
    .library(name: "Simulation", targets: ["Simulation"]),
    .library(name: "Reporting", targets: ["Reporting"]),
    .library(name: "CityReports", targets: ["CityReports"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    // System libraries: module maps and nothing else (CByteScan and CFileExchange have a header of
    // our own).
    .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CByteScan"),
    .systemLibrary(name: "CFileExchange"),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CReadStat", providers: [.apt(["libreadstat-dev"])]),
    .systemLibrary(name: "CMessageDigest", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CLAPACK", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "CRmath", pkgConfig: "libRmath", providers: [.apt(["r-mathlib"])]),

    // Rank 0
    library("TextFormats"),
    library("ZipArchive", ["CZip"]),
    library("Parallelism"),
    library("NumericalMethods", ["COpenBLAS", "CLAPACK", "CRmath"]),
    // Rank 1
    library("SurveyModel", ["TextFormats"]),
    library("Reporting", ["TextFormats"]),
    // Rank 2
    library("Estimation", ["NumericalMethods", "Parallelism"]),
    library(
      "TabularFiles",
      [
        "TextFormats", "Parallelism", "ZipArchive", "SurveyModel", "CByteScan", "CLibCSV", "CExpat",
        "CReadStat",
      ]),
    library("LavaanSyntax", ["SurveyModel", "NumericalMethods"]),
    // Rank 3
    library("FactorAnalysis", ["NumericalMethods", "Parallelism", "Estimation"]),
    library("Typology", ["NumericalMethods", "Parallelism", "Estimation"]),
    library("QuestionnaireDefinition", ["TextFormats", "SurveyModel", "TabularFiles"]),
    library("ResponseImport", ["TextFormats", "SurveyModel", "TabularFiles"]),
    library("ResponseExport", ["TextFormats", "SurveyModel", "TabularFiles"]),
    // Rank 4
    library(
      "StructuralModels",
      [
        "SurveyModel", "NumericalMethods", "Parallelism", "Estimation", "LavaanSyntax",
        "FactorAnalysis",
      ]),
    library(
      "StudyFolder",
      [
        "TextFormats", "Parallelism", "SurveyModel", "TabularFiles", "LavaanSyntax",
        "FactorAnalysis", "QuestionnaireDefinition", "ResponseImport", "CFileExchange",
        "CMessageDigest",
      ]),
    // Rank 5
    library(
      "MeasurementInvariance",
      [
        "SurveyModel", "NumericalMethods", "Parallelism", "Estimation", "LavaanSyntax",
        "FactorAnalysis", "StructuralModels",
      ]),
    library(
      "Simulation",
      ["TextFormats", "SurveyModel", "NumericalMethods", "TabularFiles", "StudyFolder"]),
    // Rank 6
    library(
      "SurveyAnalysis",
      [
        "TextFormats", "Parallelism", "SurveyModel", "NumericalMethods", "Estimation",
        "TabularFiles", "LavaanSyntax", "FactorAnalysis", "ResponseImport", "StructuralModels",
        "StudyFolder", "MeasurementInvariance",
      ]),
    // Rank 7
    library(
      "SocioculturalFactors",
      [
        "TextFormats", "Parallelism", "SurveyModel", "NumericalMethods", "Estimation",
        "LavaanSyntax", "FactorAnalysis", "Typology", "QuestionnaireDefinition", "StructuralModels",
        "StudyFolder", "MeasurementInvariance", "SurveyAnalysis",
      ]),
    // Rank 8
    library(
      "ResultTables",
      [
        "TextFormats", "SurveyModel", "Reporting", "Estimation", "TabularFiles", "LavaanSyntax",
        "FactorAnalysis", "Typology", "QuestionnaireDefinition", "StructuralModels",
        "MeasurementInvariance", "ResponseImport", "StudyFolder", "SurveyAnalysis",
        "SocioculturalFactors",
      ]),
    // Rank 9
    library(
      "CityReports",
      [
        "TextFormats", "Parallelism", "SurveyModel", "Reporting", "Estimation", "TabularFiles",
        "LavaanSyntax", "FactorAnalysis", "StructuralModels", "MeasurementInvariance",
        "QuestionnaireDefinition", "ResponseImport", "ResponseExport", "StudyFolder",
        "SurveyAnalysis", "SocioculturalFactors", "ResultTables",
      ]),
    // Rank 10
    .executableTarget(
      name: "loci",
      dependencies: [
        "TextFormats", "SurveyModel", "TabularFiles", "QuestionnaireDefinition", "ResponseImport",
        "ResponseExport", "StudyFolder", "Estimation", "LavaanSyntax", "FactorAnalysis", "Typology",
        "StructuralModels", "MeasurementInvariance", "SurveyAnalysis", "SocioculturalFactors",
        "Simulation", "NumericalMethods", "Parallelism",
        "Reporting", "ResultTables",
        "CityReports", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    // Linear programming, for the test that attacks what is published; no product needs it.
    .systemLibrary(name: "CGLPK", path: "Tests/CGLPK", providers: [.apt(["libglpk-dev"])]),

    // What R computed for several modules, and answers that their tests share.
    .target(
      name: "ReferenceData", dependencies: ["NumericalMethods", "Estimation", "FactorAnalysis"],
      path: "Tests/ReferenceData", swiftSettings: strict),

    // Questions, samples and studies whose truth is known, for tests of several modules.
    .target(
      name: "SampleStudies",
      dependencies: ["NumericalMethods", "ZipArchive", "SurveyModel", "SurveyAnalysis"],
      path: "Tests/SampleStudies", swiftSettings: strict),

    tests("TextFormats"),
    tests("ZipArchive"),
    tests("SurveyModel"),
    tests("NumericalMethods", ["Parallelism"]),
    tests("Reporting"),
    tests("Estimation", ["NumericalMethods", "Parallelism"]),
    tests("TabularFiles", ["TextFormats", "SurveyModel"]),
    tests("LavaanSyntax", ["SurveyModel"]),
    tests("FactorAnalysis", ["NumericalMethods", "Estimation", "ReferenceData"]),
    tests("Typology", ["NumericalMethods", "Estimation", "ReferenceData"]),
    tests(
      "StructuralModels",
      [
        "SurveyModel", "NumericalMethods", "Estimation", "LavaanSyntax", "FactorAnalysis",
        "ReferenceData",
      ]),
    tests(
      "MeasurementInvariance",
      [
        "NumericalMethods", "Estimation", "LavaanSyntax", "FactorAnalysis", "StructuralModels",
        "ReferenceData",
      ]),
    tests("QuestionnaireDefinition", ["SurveyModel", "TabularFiles"]),
    tests("ResponseImport", ["SurveyModel", "TabularFiles", "QuestionnaireDefinition"]),
    tests("ResponseExport", ["SurveyModel", "TabularFiles"]),
    tests(
      "StudyFolder",
      [
        "NumericalMethods", "SurveyModel", "TabularFiles", "QuestionnaireDefinition",
        "ResponseImport", "SampleStudies",
      ]),
    tests(
      "SurveyAnalysis",
      [
        "SurveyModel", "TabularFiles", "Estimation", "FactorAnalysis", "StructuralModels",
        "StudyFolder", "MeasurementInvariance", "SampleStudies",
      ]),
    tests(
      "SocioculturalFactors",
      [
        "SurveyModel", "Estimation", "NumericalMethods", "FactorAnalysis", "StructuralModels",
        "MeasurementInvariance", "SurveyAnalysis", "SampleStudies",
      ]),
    tests(
      "Simulation",
      [
        "SurveyModel", "TabularFiles", "NumericalMethods", "StudyFolder", "SurveyAnalysis",
        "SocioculturalFactors",
        "Estimation",
      ]),
    tests(
      "ResultTables",
      [
        "TextFormats", "SurveyModel", "Reporting", "Estimation", "FactorAnalysis",
        "MeasurementInvariance", "SurveyAnalysis", "SocioculturalFactors",
      ]),
    tests(
      "CityReports",
      [
        "SurveyModel", "Reporting", "StudyFolder", "SurveyAnalysis", "SocioculturalFactors",
        "FactorAnalysis",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "loci", "Estimation", "FactorAnalysis", "StructuralModels", "SurveyAnalysis",
        "SocioculturalFactors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "loci", "SurveyModel", "QuestionnaireDefinition", "StudyFolder", "SurveyAnalysis",
        "SocioculturalFactors",
        "CityReports", "ZipArchive", "SampleStudies", "CGLPK",
      ], swiftSettings: strict + unoptimised),
  ],
  swiftLanguageModes: [.v6]
)
