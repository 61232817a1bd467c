import ArgumentParser
import Testing

@testable import loci

/// Which options each command takes, and which go together: all others are an error of use, found
/// before any study is read.
struct OptionTableTests {
  /// A command with what it needs, its options with a value each, and those that do not go together.
  struct Command: Sendable, CustomStringConvertible {
    let words: [String]
    let options: [String: [String]]
    let conflicts: Set<Set<String>>
    var description: String { words.joined(separator: " ") }

    /// - Parameter words: Parted by spaces; an underscore stands for a space within a word.
    init(_ words: String, _ options: [String: [String]], conflicts: [[String]] = []) {
      self.words = words.split(separator: " ").map { String($0.replacing("_", with: " ")) }
      self.options = options
      self.conflicts = Set(conflicts.map { Set($0) })
    }
  }

  private static let format = ["--format": ["json"]]
  private static let disclosure = ["--with": ["SD2"], "--no-suppression": []]
  /// What an option needs beside it stands after its value.
  private static let replication = [
    "--replicates": ["jkn"], "--mse": ["--replicates", "jkn"],
    "--fay-factor": ["0.5", "--replicates", "fay"],
    "--replicate-count": ["20", "--replicates", "bootstrap"],
    "--seed": ["7", "--replicates", "bootstrap"],
  ]
  private static let figure = [
    "--by": ["sex"], "--statistic": ["total"], "--to": ["SOC", "--statistic", "ratio"],
    "--base": ["with-opinion"],
  ]
  private static let extraction = [
    "--extraction": ["principalAxis"], "--rotation": ["promax"], "--factors": ["2"],
    "--missing": ["listwise"], "--smooth": [],
  ]
  /// Where an option stands twice, the last one counts.
  private static let differentReplicates = [
    ["--fay-factor", "--mse"], ["--fay-factor", "--replicates"],
    ["--fay-factor", "--replicate-count"], ["--fay-factor", "--seed"],
    ["--replicate-count", "--replicates"],
  ]
  /// What is said of a file's form.
  private static let form = [
    "--delimiter": [";"], "--encoding": ["KOI8-R"], "--decimal": [","], "--quote": ["none"],
    "--escape": ["none"], "--preamble-rows": ["1"], "--header-rows": ["2"],
    "--sheet": ["Ответы"],
  ]
  /// What a plan says of the sample's design and of its intervals.
  private static let effect = [
    "--level": ["0.9"], "--design-effect": ["1.5"],
    "--cluster-size": ["10", "--correlation", "0.05"],
    "--correlation": ["0.05", "--cluster-size", "10"],
  ]
  private static let differentEffects = [
    ["--design-effect", "--cluster-size"], ["--design-effect", "--correlation"],
  ]
  private static let differentFigures = [["--to", "--base"]]

  private static func joined(_ parts: [String: [String]]...) -> [String: [String]] {
    parts.reduce(into: [:]) { $0.merge($1) { _, new in new } }
  }

  static let commands = [
    Command("factors reliability nowhere", joined(["--factor": ["SOC"]], format)),
    Command(
      "factors explore nowhere",
      joined(
        ["--factor": ["SOC"], "--correlations": ["spearman", "--factor", "INN"]], extraction,
        format)),
    Command(
      "factors model nowhere",
      joined(
        [
          "--factor": ["SOC"], "--file": ["own.lav"], "--estimator": ["wlsmv"],
          "--parameterization": ["theta", "--estimator", "wlsmv"], "--by-city": [], "--fiml": [],
        ], format),
      conflicts: [
        ["--factor", "--file"], ["--fiml", "--estimator"], ["--fiml", "--parameterization"],
      ]),
    Command(
      "factors invariance nowhere",
      joined(["--factor": ["SOC"], "--ordinal": [], "--strict": [], "--fiml": []], format),
      conflicts: [["--ordinal", "--fiml"]]),
    Command(
      "factors panel nowhere --factor INN",
      joined(
        [
          "--factor": ["SOC"], "--topic": ["cross-lagged", "--factor", "SOC"], "--ordinal": [],
          "--strict": [],
          "--estimator": ["ml", "--topic", "random-intercept", "--factor", "SOC"],
        ], format),
      conflicts: [
        ["--topic", "--ordinal"], ["--topic", "--strict"], ["--estimator", "--ordinal"],
        ["--estimator", "--strict"],
      ]),
    Command(
      "factors types nowhere",
      joined(["--factor": ["SOC"], "--method": ["latent-classes"], "--classes": ["3"]], format)),
    Command(
      "factors scores nowhere --factor INN",
      joined(
        [
          "--factor": ["SOC"], "--method": ["bartlett"],
          "--identifiers": ["--format", "csv"],
        ], extraction, format)),
    Command(
      "factors nowhere --factor INN",
      joined(
        [
          "--factor": ["SOC"], "--correlations": ["spearman"], "--ordinal": [], "--strict": [],
          "--fiml": [], "--estimator": ["wlsmv"],
          "--parameterization": ["theta", "--estimator", "wlsmv"], "--by-city": [],
        ], extraction, format),
      conflicts: [
        ["--ordinal", "--fiml"], ["--fiml", "--estimator"], ["--fiml", "--parameterization"],
      ]),
    Command(
      "estimate nowhere INN SD2",
      joined(
        [
          "--quantile": ["0.5"], "--totals": [], "--interval": ["wilson"], "--level": ["0.9"],
          "--unweighted": [],
        ], figure, replication, disclosure, format),
      conflicts: differentReplicates + differentFigures
        + [
          ["--quantile", "--statistic"], ["--quantile", "--to"], ["--totals", "--statistic"],
          ["--totals", "--to"], ["--interval", "--statistic"], ["--interval", "--to"],
          ["--unweighted", "--totals"], ["--unweighted", "--statistic"],
          ["--unweighted", "--replicates"], ["--unweighted", "--mse"],
          ["--unweighted", "--fay-factor"], ["--unweighted", "--replicate-count"],
          ["--unweighted", "--seed"],
        ]),
    Command(
      "contrast nowhere INN SD2 --cells a_-_b --cells 1_-_2",
      joined(
        [
          "--adjust": ["holm"], "--level": ["0.9"],
          "--quantile": ["0.5", "--statistic", "quantile"],
        ], figure, replication, disclosure, format),
      conflicts: differentReplicates + differentFigures
        + [["--quantile", "--statistic"], ["--quantile", "--to"], ["--quantile", "--base"]]),
    Command(
      "correlate nowhere INN SD2",
      joined(
        ["--by": ["sex"], "--adjust": ["holm"], "--level": ["0.9"]], replication, disclosure, format
      ),
      conflicts: differentReplicates),
    Command(
      "test nowhere SD1 --shares 1=0.4,2=0.6",
      joined(
        ["--shares": ["1=0.5,2=0.5"], "--base": ["with-opinion"]], replication, disclosure, format),
      conflicts: differentReplicates),
    Command(
      "test nowhere INN SD2 --letters",
      joined(["--adjust": ["holm"]], figure, replication, disclosure, format),
      conflicts: differentReplicates + differentFigures),
    Command(
      "test nowhere INN SD2 --by sex --method rao-scott",
      joined(["--by": ["age"], "--base": ["with-opinion"]], replication, disclosure, format),
      conflicts: differentReplicates),
    Command(
      "test nowhere INN SD2",
      joined(
        ["--method": ["mean"], "--letters": [], "--adjust": ["holm"]], figure,
        ["--by": ["sex", "--method", "mean"]], replication, disclosure, format),
      conflicts: differentReplicates + differentFigures
        + [
          ["--by", "--adjust"], ["--by", "--statistic"], ["--by", "--to"], ["--by", "--base"],
          ["--by", "--letters"], ["--method", "--letters"],
        ]),
    Command(
      "regress nowhere INN SD2 --on SOC",
      joined(
        [
          "--on": ["age"], "--family": ["poisson"], "--against": ["alpha"], "--level": ["0.9"],
          "--margins": ["sex"], "--differences": ["city"],
          "--since": ["w2", "--differences", "city"],
          "--scale-weights": ["population", "--on", "city"],
        ], replication, disclosure, format),
      conflicts: differentReplicates
        + [
          ["--family", "--against"], ["--margins", "--against"], ["--differences", "--against"],
          ["--since", "--against"], ["--scale-weights", "--against"],
        ]),
    Command(
      "regress nowhere INN SD2 --on sex --margins sex --cells 1_-_2",
      joined(
        [
          "--on": ["SOC"], "--family": ["poisson"], "--level": ["0.9"],
          "--cells": ["2 - 1"],
          "--differences": ["city"],
          "--since": ["w2", "--differences", "city"],
          "--scale-weights": ["population", "--on", "wave"],
        ], replication, disclosure, format), conflicts: differentReplicates),
    Command(
      "trend nowhere INN SD2",
      joined(["--level": ["0.9"]], figure, replication, disclosure, format),
      conflicts: differentReplicates + differentFigures),
    Command(
      "weigh nowhere",
      joined(
        [
          "--method": ["logit", "--bounds", "0.4:2.5"], "--limits": ["0.2:5"], "--no-limits": [],
          "--bounds": ["0.5:2"], "--merge": ["education=1|2"],
        ], format),
      conflicts: [
        ["--limits", "--no-limits"], ["--method", "--limits"], ["--method", "--no-limits"],
      ]),
    Command(
      "plan --share 0.5 --interviews 600",
      joined(
        [
          "--versus": ["0.6"], "--panel-correlation": ["0.3"], "--population": ["5000"],
          "--power": ["0.9"],
        ], effect, format),
      conflicts: [["--power", "--versus"]] + differentEffects),
    Command(
      "plan --deviation 20 --margin 2", joined(["--population": ["5000"]], effect, format),
      conflicts: differentEffects),
    Command(
      "read nowhere.csv",
      joined(["--verify": [], "--only": ["SD2"], "--engine": ["libcsv"]], form, format),
      conflicts: [["--verify", "--format"], ["--verify", "--only"]]),
    Command(
      "read nowhere.csv --format csv",
      joined(["--only": ["SD2"], "--engine": ["libcsv"], "--names": ["own"]], form)),
    Command("check nowhere", format),
    Command(
      "import nowhere", joined(["--engine": ["libcsv"], "--draft-columns": []], format),
      conflicts: [["--draft-columns", "--format"]]),
    Command(
      "init nowhere",
      [
        "--from": ["x.csv"], "--labels": ["y.csv", "--from", "x.csv"],
        "--with": ["name", "--from", "x.csv"], "--sheet": ["2", "--from", "x.csv"],
        "--header-rows": ["2", "--from", "x.csv"],
      ]),
    Command(
      "report nowhere",
      ["--city": ["alpha"], "--wave": ["w1"], "--language": ["en"], "--output": ["pages"]]),
    Command(
      "export nowhere --to answers.sav",
      [
        "--city": ["alpha"], "--wave": ["w1"], "--language": ["en"], "--open-answers": [],
        "--with": ["SD2"], "--without": ["SD1"], "--replace": [], "--harmonised": [],
        "--salt": ["/etc/salt"],
      ]),
    Command("simulate nowhere", ["--seed": ["7"]]),
    Command(
      "plan --deviation 20 --difference 3",
      joined(
        [
          "--interviews": ["600"], "--power": ["0.9"], "--panel-correlation": ["0.3"],
          "--population": ["5000"],
        ], effect, format),
      conflicts: [["--interviews", "--power"]] + differentEffects),
    Command(
      "plan",
      joined(
        ["--power": ["0.9"], "--panel-correlation": ["0.3"], "--population": ["5000"]], effect,
        format),
      conflicts: differentEffects),
    Command(
      "compare nowhere w1 w2",
      joined(["--no-suppression": [], "--questions": [], "--html": ["page.html"]], format),
      conflicts: [["--questions", "--no-suppression"]]),
    Command(
      "compare nowhere",
      joined(
        [
          "--no-suppression": [], "--questions": [], "--html": ["page.html"],
          "--draft-crosswalk": [],
        ], format),
      conflicts: [["--questions", "--no-suppression"]]
        + ["--no-suppression", "--questions", "--html", "--format"].map {
          ["--draft-crosswalk", $0]
        }),
    Command(
      "variance nowhere INN SD2 --between cluster",
      joined(["--between": ["sex"]], disclosure, format)),
  ]

  /// Options of any command, and of earlier versions, with a value each.
  private static let all: [String: [String]] = {
    let own = commands.map(\.options).reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    return own.merging(["--table": ["reliability"], "--on": ["SOC"], "--cells": ["a - b"]]) {
      first, _ in first
    }
  }()

  /// The status that a wrong use ends with; nil where the command would run.
  private func status(_ words: [String]) -> Int32? {
    do {
      _ = try Loci.parseAsRoot(EarlierSpelling.translated(words))
      return nil
    } catch {
      return Loci.exitCode(for: error).rawValue
    }
  }

  @Test(arguments: commands)
  func `a command takes its options and refuses all others`(_ command: Command) {
    #expect(status(command.words) == nil)
    // Of estimates --letters is an earlier spelling, which another command takes.
    let known = command.words + (command.words[0] == "estimate" ? ["--letters"] : [])
    for (name, value) in Self.all where command.options[name] != nil || !known.contains(name) {
      let own = command.options[name]
      let words = command.words + [name] + (own ?? value)
      #expect(status(words) == (own == nil ? 64 : nil), "\(words)")
    }
  }

  @Test(arguments: commands)
  func `each pair of options goes together or is refused`(_ command: Command) {
    let names = command.options.keys.sorted()
    for (place, first) in names.enumerated() {
      for second in names[(place + 1)...] {
        let pair = [first, second].flatMap { [$0] + (command.options[$0] ?? []) }
        let conflicts = command.conflicts.contains([first, second])
        let words = command.words + pair
        #expect(status(words) == (conflicts ? 64 : nil), "\(words)")
      }
    }
  }

  @Test(arguments: [
    ["--types", "k-means", "--scores", "bartlett", "--rotation", "varimax"],
    ["--types", "k-means", "--rotation", "varimax"], ["--types", "k-means", "--ordinal"],
    ["--model", "own.lav", "--types", "k-means"], ["--model", "own.lav", "--factor", "SOC"],
    ["--panel", "invariance", "--fiml"], ["--panel", "invariance", "--estimator", "ml"],
    ["--scores", "bartlett", "--factor", "SOC", "--correlations", "pearson"],
    ["--table", "invariance"], ["--table", "loadings", "--format", "csv"],
    ["--format", "csv", "--rotation", "varimax"], ["--format=csv", "--fiml"],
    ["--estimator", "ml"], ["--factors", "1", "--rotation", "varimax"],
  ])
  func `options of earlier versions that do not go together are refused`(
    _ options: [String]
  ) {
    #expect(status(["factors", "nowhere"] + options) == 64)
  }

  @Test(arguments: [
    ["--contrast", "1 - 2", "--test", "mean"], ["--model", "linear"], ["--on", "SOC"],
    ["--letters", "--test", "mean", "--by", "sex"], ["--contrast", "1 - 2", "--quantile", "0.5"],
    ["--model", "linear", "--on", "SOC", "--by", "sex"],
    ["--variance", "cluster", "--level", "0.9"],
    ["--test", "mean", "--by", "sex", "--interval", "wilson"], ["--adjust", "holm"],
    ["--against", "alpha"],
  ])
  func `options of earlier estimates that do not go together are refused`(
    _ options: [String]
  ) {
    #expect(status(["estimate", "nowhere", "SD2"] + options) == 64)
  }
}
