import Foundation

/// A small study with answers of every kind, into whose field file personal data are put where they do
/// not belong.
struct PlantedSecrets {
  /// What must come out nowhere: a telephone number in two ways of writing, an e-mail address, a name, a
  /// birthday in two, and an escape sequence.
  static let secrets = [
    "+7 911 765-43-21", "79117654321", "canary@example.org", "Канарейкина Зоя", "07.03.1984",
    "1984-03-07", "\u{1B}[31mcanary",
  ]

  /// Parts by which a secret is known again.
  static let marks = [
    "911 765", "79117654321", "canary", "Канарейкин", "07.03.1984", "1984-03-07", "07.03.84",
  ]

  /// Where they are put.
  enum Place: Hashable, CustomStringConvertible {
    case column(String)
    /// The whole record one field to the right.
    case shiftedRecords, quarantinedRecords
    /// The file has no header.
    case firstRecord

    var description: String {
      switch self {
      case .column(let name): "the column \(name)"
      case .shiftedRecords: "shifted records"
      case .quarantinedRecords: "records that are set aside"
      case .firstRecord: "the first record of a file without a header"
      }
    }
  }

  static let columns = [
    "id", "district", "point", "SOC01", "INA2", "SD1", "SD2", "w", "town", "M", "D1", "T1", "O1",
  ]
  static let places =
    columns.map { Place.column($0) } + [.shiftedRecords, .quarantinedRecords, .firstRecord]

  let study: SmallStudy
  /// What the calls write goes here.
  let output = FileManager.default.temporaryDirectory.appending(path: "out-\(UUID().uuidString)")
  private static let file = "responses/alpha.csv"

  /// - Parameter seed: Chooses the records.
  init(_ place: Place, seed: Int) throws {
    study = try SmallStudy()
    try addKinds()
    try study.edit(Self.file) { lines in
      var header = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      for (number, secret) in Self.secrets.enumerated() {
        let row = 1 + (seed * 17 + number * 11) % 80
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
          .map(String.init)
        switch place {
        case .column(let name): cells[header.firstIndex(of: name) ?? 0] = secret
        case .shiftedRecords: cells = Array(([secret] + cells).prefix(cells.count))
        case .quarantinedRecords: cells = [secret] + cells.prefix(4)
        case .firstRecord:
          header[number] = secret
          continue
        }
        lines[row] = cells.joined(separator: ",")
      }
      if place == .firstRecord { lines[0] = header.joined(separator: ",") }
    }
  }

  /// Columns of the kinds that the small study lacks.
  private func addKinds() throws {
    try study.edit("questionnaires/v1/survey.csv") { lines in
      lines.insert(
        contentsOf: [
          "select_multiple M,M,Дела,Deeds,,,nominal", "date,D1,День,Day,,,",
          "time,T1,Время,Time,,,", "text,O1,Что ещё?,What else?,,,",
        ], at: lines.count - 1)
    }
    try study.edit("questionnaires/v1/choices.csv") { lines in
      lines.insert(contentsOf: ["M,1,раз,one,", "M,2,два,two,", "M,3,три,three,"], at: 1)
    }
    try study.edit(Self.file) { lines in
      lines = lines.enumerated().map { row, line in
        if line.isEmpty { return line }
        return line
          + (row == 0
            ? ",w,town,M,D1,T1,O1"
            : ",1.\(row % 7),alpha,\(row % 3 + 1) \((row + 1) % 3 + 1),2025-05-\(10 + row % 19),"
              + "1\(row % 9):30,мысль")
      }
    }
    try study.edit("sources.csv") { lines in
      lines[0] = "wave,city,city-column,file,questionnaire,identifier,weight,stratum,cluster"
      lines[1] = "w1,,town,responses/alpha.csv,v1,id,w,district,point"
      lines[2] = "w1,beta,,responses/beta.csv,v1,id,,district,point"
      lines.insert("w2,alpha,,responses/later.csv,v1,id,,district,point", at: 3)
    }
    try study.write(study.text(of: "responses/beta.csv"), to: "responses/later.csv")
    try study.edit("waves.csv") {
      $0.insert("w2,Вторая волна,Second wave,,,quota,fresh", at: 2)
    }
  }

  /// Calls whose output is looked at; those that need the study's roles fail where they are spoilt.
  var calls: [[String]] {
    let (folder, file) = (study.folder.path, study.url(Self.file).path)
    return [
      ["check", folder], ["check", folder, "--format", "csv"],
      ["check", folder, "--format", "json"],
      ["read", file], ["read", file, "--format", "json"], ["import", folder],
      ["import", folder, "--format", "json"], ["weigh", folder, "--format", "json"],
      ["estimate", folder, "SOC01", "SD2"], ["estimate", folder, "INN", "--replicates", "jkn"],
      ["factors", folder, "--format", "json"],
      ["compare", folder, "w1", "w2"], ["compare", folder, "w1", "w2", "--format", "json"],
      ["test", folder, "SOC01", "--by", "sex", "--method", "mean"],
      ["regress", folder, "SOC", "--on", "O1"],
      [
        "regress", folder, "SD2", "--on", "city*sex", "--differences", "city", "--margins",
        "city:sex",
      ],
      ["correlate", folder, "SOC", "SD2", "--by", "sex"], ["trend", folder, "SD2"],
      ["test", folder, "SD1", "--shares", "1=0.5,2=0.5"],
      ["variance", folder, "SOC", "--between", "cluster"],
      ["report", folder, "--output", output.appending(path: "report").path],
      ["init", output.appending(path: "draft").path, "--from", file],
      ["export", folder, "--to", output.appending(path: "answers.csv").path],
      ["export", folder, "--to", output.appending(path: "answers.xml").path],
    ]
  }

  /// Files that were written, but for copies of the field file itself.
  func written() throws -> [String: Data] {
    guard FileManager.default.fileExists(atPath: output.path) else { return [:] }
    return try FolderContents(output).files.filter { !$0.key.hasPrefix("draft/responses/") }
  }

  func remove() {
    study.remove()
    try? FileManager.default.removeItem(at: output)
  }
}
