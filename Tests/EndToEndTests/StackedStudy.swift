import Foundation

extension SmallStudy {
  /// The study with the answers of `Tests/Reference/stacked.R`: two cities, three waves, the later
  /// two of which went to points of the wave before.
  ///
  /// - Parameter name: `full`, `part` or `fresh`: which points return.
  static func stacked(_ name: String) throws -> SmallStudy {
    let study = try SmallStudy()
    let text = try String(
      contentsOf: Repository.folder("Tests/Reference/stacked-\(name).csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    var sources = "wave,city,file,questionnaire,identifier,stratum,cluster,weight\n"
    for wave in ["w1", "w2", "w3"] {
      for city in ["alpha", "beta"] {
        let own = lines.filter { $0.contains(",\(city),\(wave),") }
        let file = "responses/\(city)-\(wave).csv"
        try study.write(([lines[0]] + own + [""]).joined(separator: "\n"), to: file)
        sources += "\(wave),\(city),\(file),v1,id,district,point,weight\n"
      }
    }
    try study.write(sources, to: "sources.csv")
    let later = name == "fresh" ? "fresh" : "revisited"
    try study.write(
      """
      wave,label::ru,label::en,start,end,sample,points
      w1,Первая волна,First wave,,,probability,fresh
      w2,Вторая волна,Second wave,,,probability,\(later)
      w3,Третья волна,Third wave,,,probability,\(later)

      """, to: "waves.csv")
    try study.edit("margins.csv") { $0 = [$0[0], ""] }
    return study
  }
}
