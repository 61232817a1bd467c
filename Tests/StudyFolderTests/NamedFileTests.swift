import Foundation
import Testing

@testable import StudyFolder

/// Files whose names differ between the sheet and the disk.
struct NamedFileTests {
  private static let composed = "ответы/Йошкар-Ола.csv".precomposedStringWithCanonicalMapping
  private static let taken = "ответы/Йошкар-Ола.csv".decomposedStringWithCanonicalMapping

  struct Row: CustomTestStringConvertible {
    var onDisk: String
    var written: String
    var isExact: Bool
    var testDescription: String { written }
  }

  static let rows = [
    Row(onDisk: taken, written: composed, isExact: true),
    Row(onDisk: composed, written: taken, isExact: true),
    Row(
      onDisk: "responses/волна 1/Псков.csv", written: "responses\\волна 1\\Псков.csv", isExact: true
    ),
    Row(onDisk: "responses\\Псков.csv", written: "responses/Псков.csv", isExact: true),
    Row(onDisk: "responses/Pskov.CSV", written: "responses/pskov.csv", isExact: false),
    Row(onDisk: "Responses/pskov.csv", written: "responses\\pskov.csv", isExact: false),
    Row(onDisk: "Ответы/ПСКОВ.csv", written: "ответы/Псков.csv", isExact: false),
    Row(onDisk: "responses/a.csv", written: "./responses/a.csv", isExact: true),
  ]

  private func withFile<Value>(_ paths: [String], _ body: (String) throws -> Value) throws -> Value
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for path in paths {
      let target = "\(folder)/\(path)"
      let parent = target[..<(target.lastIndex(of: "/") ?? target.startIndex)]
      try FileManager.default.createDirectory(
        atPath: String(parent), withIntermediateDirectories: true)
      #expect(FileManager.default.createFile(atPath: target, contents: Data("x\n".utf8)))
    }
    return try body(folder)
  }

  @Test(arguments: rows)
  func `a file is found however its name is composed`(_ row: Row) throws {
    try withFile([row.onDisk]) { folder in
      let found = NamedFile(row.written, in: folder)
      let path = try #require(found.path)
      #expect(FileManager.default.fileExists(atPath: "\(folder)/\(path)"))
      #expect((found == .exact(path)) == row.isExact)
    }
  }

  @Test func `two files that differ in case only are not guessed between`() throws {
    try withFile(["A.csv", "a.CSV"]) { folder in
      #expect(NamedFile("a.csv", in: folder).path == nil)
    }
  }

  @Test func `the nearest name is offered for one that is not there`() throws {
    try withFile(["responses/pskov.csv", "responses/tver.csv"]) { folder in
      #expect(
        NamedFile("responses/pskow.csv", in: folder) == .missing(nearest: "responses/pskov.csv"))
      #expect(NamedFile("responses/samara.csv", in: folder) == .missing(nearest: nil))
      #expect(NamedFile("nowhere/pskov.csv", in: folder) == .missing(nearest: nil))
    }
  }
}
