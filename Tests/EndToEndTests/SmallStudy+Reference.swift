import Foundation

extension SmallStudy {
  /// The study with the answers, weights and replicate weights of `Tests/Reference/command.R`, a
  /// probability sample without margins.
  static func ofReference() throws -> SmallStudy {
    let study = try SmallStudy()
    for city in ["alpha", "beta"] {
      let file = Repository.folder("Tests/Reference/command-\(city).csv")
      try study.write(Data(contentsOf: file), to: "responses/\(city).csv")
    }
    try study.edit("sources.csv") { lines in
      lines[0] += ",weight"
      for row in 1...2 { lines[row] += ",weight" }
    }
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    return study
  }

  /// Declares columns of bootstrap weights, such as `rw1-rw40`.
  func nameReplicates(_ columns: String) throws {
    try edit("sources.csv") { lines in
      lines[0] += ",replicates,replicate-method"
      for row in 1...2 { lines[row] += ",\(columns),bootstrap" }
    }
  }
}
