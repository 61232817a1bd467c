import Foundation
import Testing

/// Holds the modules to their ranks: a rank imports from the ranks below it, and nothing else.
struct ArchitectureTests {
  static let ranks: [String: Int] = [
    "TextFormats": 0, "ZipArchive": 0, "Parallelism": 0, "NumericalMethods": 0,
    "SurveyModel": 1, "Reporting": 1,
    "Estimation": 2, "TabularFiles": 2, "LavaanSyntax": 2,
    "FactorAnalysis": 3, "Typology": 3, "ResponseImport": 3, "ResponseExport": 3,
    "QuestionnaireDefinition": 3,
    "StructuralModels": 4, "StudyFolder": 4,
    "MeasurementInvariance": 5, "Simulation": 5,
    "SurveyAnalysis": 6,
    "SocioculturalFactors": 7,
    "ResultTables": 8,
    "CityReports": 9,
    "loci": 10,
  ]

  @Test func `each module of the package has a rank and depends on lower ranks only`() throws {
    let package = try describedPackage()
    let libraries = package.targets.filter {
      ["library", "executable"].contains($0.type) && $0.path.hasPrefix("Sources/")
    }
    #expect(libraries.count == Self.ranks.count)
    for target in libraries {
      let rank = try #require(Self.ranks[target.name], "\(target.name) has no rank")
      for dependency in target.dependencies ?? [] {
        if let below = Self.ranks[dependency] {
          #expect(below < rank, "\(target.name) depends on \(dependency)")
        } else {
          #expect(dependency.hasPrefix("C"), "\(dependency) has no rank")
        }
      }
    }
  }

  @Test func `each import leads to a lower rank, and one file imports a C library`() throws {
    var importers: [String: [String]] = [:]
    for file in Repository.swiftFiles(under: "Sources") {
      let module = try #require(modulePath(of: file).first)
      let rank = try #require(Self.ranks[module])
      for name in try importedModules(of: file) {
        if let below = Self.ranks[name] {
          #expect(below < rank, "\(file.lastPathComponent) of \(module) imports \(name)")
        } else if isSystemLibrary(name) {
          importers[name, default: []].append(file.lastPathComponent)
        }
      }
    }
    #expect(importers.values.allSatisfy { $0.count == 1 }, "\(importers)")
  }

  @Test func `the simulation cannot see what it judges`() throws {
    for file in Repository.swiftFiles(under: "Sources/Simulation") {
      let names = try importedModules(of: file)
      let judges: Set = [
        "Estimation", "FactorAnalysis", "Typology", "StructuralModels", "MeasurementInvariance",
        "SurveyAnalysis",
      ]
      #expect(judges.isDisjoint(with: names))
    }
  }

  @Test func `nothing loads Foundation's locale data: FoundationEssentials is enough`() throws {
    for file in Repository.swiftFiles(under: "Sources") {
      #expect(try !importedModules(of: file).contains("Foundation"), "\(file.lastPathComponent)")
    }
  }

  @Test func `no text of the repository names files outside of it`() throws {
    let outside = ["..", "shared"].joined(separator: "/")
    for file in try Repository.textFiles() {
      #expect(
        try !String(contentsOf: file, encoding: .utf8).contains(outside), "\(file.path)")
    }
  }

  private struct Package: Decodable {
    struct Target: Decodable {
      let name: String
      let type: String
      let path: String
      let dependencies: [String]?

      private enum CodingKeys: String, CodingKey {
        case name, type, path
        case dependencies = "target_dependencies"
      }
    }
    let targets: [Target]
  }

  private func describedPackage() throws -> Package {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--ignore-lock", "--package-path", Repository.root.path, "describe",
      "--type", "json",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let json = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(Package.self, from: json)
  }

  private func modulePath(of file: URL) -> [String] {
    Array(file.pathComponents.drop { $0 != "Sources" }.dropFirst())
  }

  private func importedModules(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let keyword = words.firstIndex(of: "import"), keyword <= 1, words.count > keyword + 1
      else { return nil }
      return String(words[keyword + 1])
    }
  }

  private func isSystemLibrary(_ name: String) -> Bool {
    FileManager.default.fileExists(
      atPath: Repository.folder("Sources/\(name)/module.modulemap").path)
  }
}
