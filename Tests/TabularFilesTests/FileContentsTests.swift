import Foundation
import SurveyModel
import Testing

@testable import TabularFiles

/// Files that are none, or do not stay what they are.
struct FileContentsTests {
  /// A new file with a text, deleted after the body.
  private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    let name = "loci-\(UInt64.random(in: 0...UInt64.max)).csv"
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func append(_ text: String, to path: String) {
    guard let file = FileHandle(forWritingAtPath: path) else { return }
    file.seekToEndOfFile()
    file.write(Data(text.utf8))
    file.closeFile()
  }

  private func message(_ path: String, whileReading: @escaping () -> Void) -> String? {
    let error = #expect(throws: TabularFileError.self) {
      try FileContents(path: path, displayPath: "t.csv", whileReading: whileReading)
    }
    #expect(error?.diagnostics.map(\.code) == ["file-changed"])
    #expect(error?.diagnostics.first?.fix != nil)
    return error?.diagnostics.first?.message
  }

  @Test func `a file that grows while it is read is told from a whole one`() throws {
    try withFile("a,b\n1,2\n") { path in
      let told = message(path) { append("3,4\n", to: path) }
      #expect(told == "the file grew from 8 to 12 bytes while it was read")
    }
  }

  @Test(arguments: [12, 20_000_000])
  func `a file that is cut off while it is read ends no program`(size: Int) throws {
    try withFile("a,b\n" + String(repeating: "1,2\n", count: size / 4 - 1)) { path in
      let told = message(path) { FileHandle(forWritingAtPath: path)?.truncateFile(atOffset: 5) }
      #expect(told == "the file was cut off from \(size) to 5 bytes while it was read")
    }
  }

  @Test func `a file that is deleted, replaced or rewritten while it is read is told`() throws {
    try withFile("a,b\n1,2\n") { path in
      let told = message(path) { try? FileManager.default.removeItem(atPath: path) }
      #expect(told == "the file was deleted or replaced while it was read")
    }
    try withFile("a,b\n1,2\n") { path in
      let told = message(path) {
        try? Data("a,b\n3,4\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      }
      #expect(told == "the file was deleted or replaced while it was read")
    }
    try withFile("a,b\n1,2\n") { path in
      let told = message(path) {
        // A file system's clock may stand still between two writes.
        Thread.sleep(forTimeInterval: 0.02)
        let file = FileHandle(forWritingAtPath: path)
        file?.write(Data("c".utf8))
        file?.closeFile()
      }
      #expect(told == "the file was written to while it was read")
    }
  }

  @Test(arguments: [
    ("/", "file-is-a-folder"), ("/dev/zero", "file-is-a-device"), ("/dev/null", "file-is-a-device"),
    ("/no/such/file.csv", "file-missing"),
  ])
  func `what is no file is named`(path: String, code: String) {
    let error = #expect(throws: TabularFileError.self) {
      try FileContents(path: path, displayPath: "t.csv")
    }
    #expect(error?.diagnostics.map(\.code) == [code])
  }

  @Test func `a pipe is read to its end`() throws {
    let pipe = Pipe()
    let text = "a,b\n" + String(repeating: "1,2\n", count: 5_000)
    pipe.fileHandleForWriting.write(Data(text.utf8))
    pipe.fileHandleForWriting.closeFile()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    let contents = try FileContents(path: path, displayPath: "pipe", mayBePipe: true)
    #expect(contents.bytes == Array(text.utf8))
    let error = #expect(throws: TabularFileError.self) {
      try FileContents(path: path, displayPath: "pipe")
    }
    #expect(error?.diagnostics.map(\.code) == ["file-is-a-pipe"])
  }

  @Test func `a named pipe is refused at once, even where a pipe may be`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    for mayBePipe in [false, true] {
      let error = #expect(throws: TabularFileError.self) {
        try FileContents(path: path, displayPath: "t.csv", mayBePipe: mayBePipe)
      }
      #expect(error?.diagnostics.map(\.code) == ["file-is-a-pipe"])
    }
  }
}
