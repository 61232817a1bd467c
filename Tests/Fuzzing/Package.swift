// swift-tools-version: 6.3
// Looks for field files that break the reader. A package of its own: only `make fuzz` builds it.
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "GeniusLoci", path: "../..")],
  targets: [
    .target(
      name: "ReaderLaws", dependencies: [.product(name: "TabularFiles", package: "GeniusLoci")]),
    .executableTarget(
      name: "engines",
      dependencies: ["ReaderLaws", .product(name: "TabularFiles", package: "GeniusLoci")]),
    // libFuzzer has the main function.
    .executableTarget(
      name: "field-files",
      dependencies: ["ReaderLaws", .product(name: "TabularFiles", package: "GeniusLoci")],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
  ],
  swiftLanguageModes: [.v6]
)
