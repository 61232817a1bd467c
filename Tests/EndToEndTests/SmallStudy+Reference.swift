import Foundation

extension SmallStudy {
  /// The study with the answers, weights and replicate weights of `Tests/Reference/command.R`, a
  /// probability sample without margins.
  ///
  /// - Parameters:
  ///   - script: The name of the script that made the answers.
  ///   - columns: Columns of the field files by their role in `sources.csv`; blank for none.
  static func ofReference(
    _ script: String = "command", _ columns: [String: String] = [:]
  ) throws -> SmallStudy {
    let study = try SmallStudy()
    for city in ["alpha", "beta"] {
      let file = Repository.folder("Tests/Reference/\(script)-\(city).csv")
      try study.write(Data(contentsOf: file), to: "responses/\(city).csv")
    }
    let usual = ["stratum": "district", "cluster": "point", "weight": "weight"]
    let all = usual.merging(columns) { $1 }.sorted { $0.key < $1.key }
    try study.edit("sources.csv") { lines in
      lines[0] = (["wave", "city", "file", "questionnaire", "identifier"] + all.map(\.key))
        .joined(separator: ",")
      for (row, city) in ["alpha", "beta"].enumerated() {
        lines[row + 1] = (["w1", city, "responses/\(city).csv", "v1", "id"] + all.map(\.value))
          .joined(separator: ",")
      }
    }
    try study.edit("waves.csv") { $0[1] = $0[1].replacing("quota", with: "probability") }
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    return study
  }

  /// Says in `study.csv` what a stratum with a single point adds to variances.
  func setLonelyClusters(_ policy: String) throws {
    try edit("study.csv") { $0.insert("lonely-clusters,\(policy)", at: 1) }
  }

  /// Declares columns of bootstrap weights, such as `rw1-rw40`.
  func nameReplicates(_ columns: String) throws {
    try edit("sources.csv") { lines in
      lines[0] += ",replicates,replicate-method"
      for row in 1...2 { lines[row] += ",\(columns),bootstrap" }
    }
  }
}
