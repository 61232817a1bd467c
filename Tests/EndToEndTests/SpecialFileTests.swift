import Foundation
import Testing

/// What is no regular file is refused at once, wherever a study or a command has a file.
struct SpecialFileTests {
  enum Kind: String, CaseIterable, Sendable {
    case pipe, socket, device, folder, linkToPipe, linkToDevice

    var code: String {
      switch self {
      case .pipe, .linkToPipe: "file-is-a-pipe"
      case .socket: "file-is-a-socket"
      case .device, .linkToDevice: "file-is-a-device"
      case .folder: "file-is-a-folder"
      }
    }

    /// What makes one in the place of `path`.
    func script(_ path: String) -> String {
      switch self {
      case .pipe: "rm -rf \(path); mkfifo \(path)"
      case .socket:
        "rm -rf \(path); python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('\(path)')\""
      case .device: "rm -rf \(path); mknod \(path) c 1 5 || ln -s /dev/zero \(path)"
      case .folder: "rm -rf \(path); mkdir \(path)"
      case .linkToPipe: "rm -rf \(path); mkfifo other; ln -s \"$PWD/other\" \(path)"
      case .linkToDevice: "rm -rf \(path); ln -s /dev/zero \(path)"
      }
    }
  }

  /// Places where a study has a file.
  static let places = [
    "study.csv", "cities.csv", "margins.csv", "sources.csv", "responses/alpha.csv",
    "questionnaires/v1/survey.csv", "questionnaires/v1/choices.csv", "study.xlsx",
    "questionnaires/v2.xlsx", "models.lav",
  ]

  @Test(arguments: places, Kind.allCases)
  func `a study refuses it in any file's place`(place: String, kind: Kind) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    if place == "models.lav" {
      try study.edit("factors.csv") { lines in
        lines = lines.enumerated().map {
          $1.isEmpty ? $1 : $1 + ($0 == 0 ? ",model" : ",models.lav")
        }
      }
    }
    #expect(try RedirectedCommand(script: kind.script(place), in: study.folder).status == 0)
    for command in ["check", "import", "report"] {
      let outcome = try RedirectedCommand([command, "."], "", in: study.folder)
      #expect(outcome.isOrderly, "\(command): \(outcome.status) \(outcome.errors)")
      // `import` and `report` do without what they can do without.
      guard command == "check" else { continue }
      #expect([65, 66].contains(outcome.status), "\(outcome.output)\(outcome.errors)")
      #expect((outcome.output + outcome.errors).contains("[\(kind.code)]"))
    }
  }

  @Test(arguments: Kind.allCases)
  func `a command refuses it in the place of its own file`(kind: Kind) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    #expect(try RedirectedCommand(script: kind.script("named"), in: study.folder).status == 0)
    for arguments in [
      ["read", "named"], ["read", "named", "--verify"], ["init", "new", "--from", "named"],
      ["factors", ".", "--model", "named"],
    ] {
      let outcome = try RedirectedCommand(arguments, "", in: study.folder)
      #expect([64, 65, 66].contains(outcome.status), "\(arguments): \(outcome.status)")
      #expect(outcome.errors.contains("[\(kind.code)]"), "\(arguments): \(outcome.errors)")
    }
  }

  @Test func `a pipe that the shell opened is read to its end`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let cat = "cat responses/alpha.csv"
    for script in [
      "\(cat) | timeout 60 \"$0\" read /dev/stdin", "timeout 60 \"$0\" read <(\(cat))",
      "timeout 60 \"$0\" read /dev/stdin <responses/alpha.csv",
      "\(cat) | timeout 60 \"$0\" init new --from /dev/stdin >&2; \"$0\" read new/responses/*",
    ] {
      let outcome = try RedirectedCommand(script: script, in: study.folder)
      #expect(outcome.status == 0, "\(script): \(outcome.errors)")
      #expect(outcome.output.contains("80 records kept"), "\(script): \(outcome.output)")
    }
  }
}
