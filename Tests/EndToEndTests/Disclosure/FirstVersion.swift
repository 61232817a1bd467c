import Foundation

/// What the first version wrote of three small studies: `Tests/Reference/first-version`.
struct FirstVersion {
  let study: AttackedStudy
  let report: FolderContents?
  let calls: [String: (arguments: [String], output: String)]

  init(_ name: String) throws {
    let folder = Repository.folder("Tests/Reference/first-version/\(name)")
    let sheets = PublicSheets(folder.appending(path: "study"))
    study = AttackedStudy(sheets, truth: Truth(responsesOf: sheets))
    let written = folder.appending(path: "report")
    let exists = FileManager.default.fileExists(atPath: written.path)
    report = exists ? try FolderContents(written) : nil
    var calls: [String: (arguments: [String], output: String)] = [:]
    let list = folder.appending(path: "calls/calls.csv")
    for row in CSVRows.records((try? String(contentsOf: list, encoding: .utf8)) ?? "") {
      guard let call = row["call"], let words = row["arguments"] else { continue }
      let output = folder.appending(path: "calls/\(call).txt")
      calls[call] = (
        words.split(separator: ";").map(String.init),
        try String(contentsOf: output, encoding: .utf8)
      )
    }
    self.calls = calls
  }

  /// What an attack finds in some of the files and calls, as if they were all that was published.
  func attack(files: [String], calls names: [String] = []) -> AttackReport {
    study.attack(report?.keeping(files), calls: names.compactMap { calls[$0] })
  }
}

/// A leak of the first version: what was published, and what follows from it.
struct FirstVersionLeak: Sendable, CustomStringConvertible {
  let description: String
  let study: String
  var files: [String] = []
  var calls: [String] = []
  let kind: Finding.Kind
  /// What the finding's words have to hold.
  let words: [String]
  let people: Int
  /// The true figure; nil where only that it stands there matters.
  var value: Double?
  /// How wide its interval may be.
  var width = 0.1

  static let all: [FirstVersionLeak] = [
    FirstVersionLeak(
      description: "the mean of a category of one person, from groups.csv and scores.csv",
      study: "plain", files: ["tables/groups.csv", "tables/scores.csv", "import/ledger.json"],
      kind: .mean,
      words: ["alpha w1: INN of age=young"], people: 1, value: 50),
    FirstVersionLeak(
      description: "a category that is hidden beside one of its city", study: "plain",
      files: ["tables/groups.csv", "tables/scores.csv", "import/ledger.json"], kind: .mean,
      words: ["beta w1: INN of all without age=middle"], people: 3, value: 50),
    FirstVersionLeak(
      description: "a model's intercept", study: "plain", calls: ["model"], kind: .printed,
      words: ["alpha w1: mean of INN", "age=young"], people: 1, value: 50),
    FirstVersionLeak(
      description: "a model's intercept in the printed table", study: "plain",
      calls: ["model-text"], kind: .printed, words: ["alpha w1: mean of INN", "age=young"],
      people: 1, value: 50),
    FirstVersionLeak(
      description: "a model's slope", study: "plain", calls: ["model"], kind: .printed,
      words: ["beta w1: difference", "age=old"], people: 3, value: -8.114_035_088),
    FirstVersionLeak(
      description: "the other totals", study: "plain", files: ["tables/scores.csv"],
      calls: ["total"], kind: .mean, words: ["alpha w1: INN of age=young"],
      people: 1, value: 50, width: 0.3),
    FirstVersionLeak(
      description: "a contrast with a category of twenty", study: "plain", calls: ["contrast"],
      kind: .printed, words: ["alpha w1: difference", "age=old"], people: 20,
      value: -6.858_974_359),
    FirstVersionLeak(
      description: "a page that hides a category and tells its one answer", study: "plain",
      files: ["w1/alpha.en.html"], kind: .printed,
      words: ["answers of SD3=3", "w1/alpha.en.html"], people: 1, value: 1),
    FirstVersionLeak(
      description: "answers of a hidden category in distributions.csv", study: "plain",
      files: ["tables/distributions.csv"], kind: .printed,
      words: ["alpha w1: answers of SD3=3"], people: 1, value: 1),
    FirstVersionLeak(
      description: "the count of a hidden category in weights.csv", study: "weighted",
      files: ["tables/weights.csv"], kind: .printed, words: ["count of people", "job=3"],
      people: 1, value: 1),
    FirstVersionLeak(
      description: "the weighted count of a category under the base in groups.csv",
      study: "plain", files: ["tables/groups.csv"], kind: .printed,
      words: ["beta w1: weight of INN", "job=2"],
      people: 11, value: 11, width: 1.01),
    FirstVersionLeak(
      description: "counts of single answers on a base under thirty", study: "plain",
      files: ["tables/distributions.csv"], kind: .printed, words: ["alpha w1: answers of RT1=4"],
      people: 5, value: 5),
    FirstVersionLeak(
      description: "the mean on a base under thirty", study: "plain",
      files: ["tables/distributions.csv"], kind: .printed, words: ["alpha w1: mean of RT1 "],
      people: 11, value: 63.636_363_64),
    FirstVersionLeak(
      description: "the base of a hidden category in an answer's rows", study: "plain",
      calls: ["answers"], kind: .printed, words: ["alpha w1: count of MED=tv", "job=3"],
      people: 1, value: 1),
    FirstVersionLeak(
      description: "a quantile with few answers below it", study: "plain", calls: ["quantile"],
      kind: .printed, words: ["alpha w1: quantile(0.1) of SD2", "job=1"], people: 7, value: 24,
      width: 1.01),
    FirstVersionLeak(
      description: "the mean of a category of twenty under letters", study: "plain",
      calls: ["letters"], kind: .printed, words: ["alpha w1: mean of SOC1", "age=old"],
      people: 20, value: 52.5),
    FirstVersionLeak(
      description: "types of residents of three people, with their scores", study: "types",
      calls: ["sixty"], kind: .printed, words: ["w1: type 6 with its scores"], people: 3),
    FirstVersionLeak(
      description: "types of residents of a city", study: "types", calls: ["sixty-csv"],
      kind: .printed, words: ["w1: type 6 in", "csv"], people: 3),
  ]
}
