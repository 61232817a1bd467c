import Foundation
import Testing

/// Output that cannot be written ends the command in one line, whatever the command and format.
struct LostOutputTests {
  /// Stands for the study's folder of reports, which is beside the study.
  static let reports = "REPORTS"

  static let commands: [[String]] =
    [
      ["--help"], ["--version"], ["help", "report"], ["read", "--help"], ["plan"],
      ["--generate-completion-script", "bash"], ["init", "new"],
      ["report", ".", "--output", reports], ["export", ".", "--to", "answers.csv"],
      ["read", "responses/alpha.csv", "--verify"],
    ]
    + ["text", "csv", "json"].flatMap { format in
      [
        ["read", "responses/alpha.csv"], ["check", "."], ["import", "."], ["weigh", "."],
        ["estimate", ".", "SOC01"], ["plan"], ["factors", ".", "--factor", "SOC"],
        ["contrast", ".", "SOC", "--cells", "alpha - beta"],
        ["test", ".", "SOC01", "--by", "sex", "--method", "mean"],
        ["regress", ".", "SOC", "--on", "sex"], ["variance", ".", "SOC", "--between", "cluster"],
        ["contrast", ".", "SOC", "--by", "sex", "--by", "city", "--cells", "1:alpha - 1:beta"],
        ["factors", "scores", ".", "--factor", "SOC"], ["compare", ".", "w1", "w2"],
      ].map { $0 + ["--format", format] }
    }

  /// The small study with a second wave.
  private static func study() throws -> SmallStudy {
    let study = try SmallStudy()
    try study.edit("waves.csv") {
      $0.insert("w2,Вторая волна,Second wave,,,quota,fresh", at: 2)
    }
    try study.edit("sources.csv") {
      $0.insert("w2,alpha,responses/later.csv,v1,id,district,point", at: 3)
    }
    try study.write(study.text(of: "responses/beta.csv"), to: "responses/later.csv")
    return study
  }

  @Test(arguments: commands)
  func `standard output that is full or closed is one line and 74`(_ arguments: [String]) throws {
    let study = try Self.study()
    defer { study.remove() }
    for (redirection, reason) in [
      (">/dev/full", "No space left on device"), (">&-", "Bad file descriptor"),
    ] {
      try? FileManager.default.removeItem(at: study.url("new"))
      try? FileManager.default.removeItem(at: study.url("answers.csv"))
      try? FileManager.default.removeItem(at: study.url("answers.csv.codebook.csv"))
      let outcome = try RedirectedCommand(
        Self.arguments(arguments, for: study), redirection, in: study.folder)
      #expect(outcome.status == 74, "\(redirection): \(outcome.errors)")
      #expect(
        outcome.errors.hasSuffix("loci: cannot write to standard output: \(reason)\n"),
        "\(outcome.errors)")
      #expect(outcome.errors.components(separatedBy: "cannot write").count == 2)
    }
  }

  @Test(arguments: commands)
  func `a reader that has gone away ends the command silently`(_ arguments: [String]) throws {
    let study = try Self.study()
    defer { study.remove() }
    // The reader closes its end before the command begins.
    let outcome = try RedirectedCommand(
      script: """
        mkfifo pipe; exec 3<>pipe; exec 4>pipe; exec 3>&-
        timeout 60 "$0" "$@" >&4
        """, Self.arguments(arguments, for: study), in: study.folder)
    #expect(outcome.status == 141, "\(outcome.errors)")
    #expect(!outcome.errors.contains("standard output"))
    #expect(!outcome.errors.contains("Fatal"))
  }

  private static func arguments(_ words: [String], for study: SmallStudy) -> [String] {
    words.map { $0 == reports ? study.output.path : $0 }
  }

  @Test(arguments: ["2>/dev/full", "2>&-"])
  func `diagnostics that are lost do not stop the work, and the status is 74`(
    _ redirection: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { $0[9] = "r9,D1,2,77,1,1,1,1,1,1,1,1,1,30" }
    let outcome = try RedirectedCommand(
      ["report", ".", "--output", study.output.path], redirection, in: study.folder)
    #expect(outcome.status == 74)
    #expect(outcome.output == "\(study.output.path)/index.html\n")
    let page = study.output.appending(path: "w1/alpha.en.html").path
    #expect(FileManager.default.fileExists(atPath: page))
    let silent = try RedirectedCommand(["plan"], redirection, in: study.folder)
    #expect(silent.status == 0 && !silent.output.isEmpty)
  }

  @Test func `a wrong use that nobody can be told of ends with 74`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    #expect(try RedirectedCommand(["wrong"], "2>/dev/full", in: study.folder).status == 74)
    #expect(try RedirectedCommand(["wrong"], ">/dev/full 2>&-", in: study.folder).status == 74)
  }

  @Test func `a closed standard stream is not taken by a file of the study`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let before = try FolderContents(study.url("responses"))
    for redirection in ["<&- >&- 2>&-", "2>&-", "<&-"] {
      let outcome = try RedirectedCommand(
        ["report", ".", "--output", study.output.path], redirection, in: study.folder)
      #expect(outcome.isOrderly)
      #expect(try FolderContents(study.url("responses")) == before)
      let page = try String(
        contentsOf: study.output.appending(path: "w1/alpha.en.html"), encoding: .utf8)
      #expect(!page.contains("cannot write") && page.hasSuffix("</html>\n"))
    }
  }

  @Test func `output beyond a file's allowed size is a full disk`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try RedirectedCommand(
      script: "ulimit -f 1; timeout 60 \"$0\" \"$@\" >out", ["check", ".", "--format", "json"],
      in: study.folder)
    #expect(outcome.status == 0)
    let clean = try RedirectedCommand(
      script: "ulimit -f 1; timeout 60 \"$0\" \"$@\" >out",
      ["read", "responses/alpha.csv", "--format", "csv"], in: study.folder)
    #expect(clean.status == 74)
    #expect(clean.errors.contains("File too large"))
  }
}
