import Foundation

/// A study over the Kansas City resident survey, built at run time: two waves, six council
/// districts as cities, four batteries of its codebook as factors; no outcome, no margins.
///
/// The field files stay where they are; the study's folder holds links to them.
struct KansasCityStudy {
  let folder: URL

  private static let scales: [String: [(code: String, label: String)]] = [
    "satisfied5": [
      ("1", "Very dissatisfied"), ("2", "Dissatisfied"), ("3", "Neutral"), ("4", "Satisfied"),
      ("5", "Very satisfied"), ("9", "Don't know"),
    ],
    "excellent5": [
      ("1", "Poor"), ("2", "Below average"), ("3", "Neutral"), ("4", "Good"), ("5", "Excellent"),
      ("9", "Don't know"),
    ],
    "excellent5r": [
      ("5", "Poor"), ("4", "Below average"), ("3", "Neutral"), ("2", "Good"), ("1", "Excellent"),
      ("9", "Don't know"),
    ],
    "agree4": [
      ("4", "Strongly disagree"), ("3", "Disagree"), ("2", "Agree"), ("1", "Strongly agree"),
      ("9", "Don't know"),
    ],
    "frequency4": [
      ("4", "Never"), ("3", "Seldom"), ("2", "Sometimes"), ("1", "Most often"),
      ("9", "Don't know"),
    ],
    // The codebook names 1 and 2 only: the 9s of the files are values it does not know.
    "yesno": [("1", "Yes"), ("2", "No")],
  ]

  private static let factors: [(name: String, label: String, layer: String, items: [String])] = [
    ("SERVICES", "Quality of services", "time", (1...8).map { "q3_0\($0) +" }),
    ("SAFETY", "Safety", "time", ["q2_05 +", "q2_06 +"] + (1...4).map { "q5_0\($0) +" }),
    (
      "TIES", "Ties and civic engagement", "place",
      ["q25_d -", "q26_01 -", "q26_02 -", "q27_01 -", "q27_02 -", "q27_03 -"]
    ),
    ("ENTERPRISE", "Support for enterprise", "time", (1...4).map { "q32_0\($0) -" }),
  ]

  /// Builds the study beside the temporary files.
  ///
  /// - Parameter data: The folder that holds `kansas-city/`.
  init(data: URL) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "kansas-\(UUID().uuidString)")
    let source = data.appending(path: "kansas-city")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "responses"), withIntermediateDirectories: true)
    for file in ["2021-q1.csv", "2022-q3.csv"] {
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "responses/\(file)"),
        withDestinationURL: source.appending(path: file))
    }
    let codebook = try String(contentsOf: source.appending(path: "codebook.csv"), encoding: .utf8)
    try writeSheets()
    try writeQuestionnaire(codebook: codebook)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  private func write(_ lines: [String], to path: String) throws {
    let target = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: target)
  }

  private func writeSheets() throws {
    try write(
      [
        "key,value", "id,kansas-city", "title::en,Resident survey", "languages,en", "synthetic,no",
        "report-groups,gender;age",
      ], to: "study.csv")
    try write(
      ["city,code,label::en,population"] + (1...6).map { "district-\($0),\($0),District \($0)," },
      to: "cities.csv")
    try write(
      [
        "wave,code,label::en,start,end,sample,points",
        "2021,,2021,2021-08-01,2021-09-30,open,fresh",
        "2022,,2022,2022-03-01,2022-03-31,open,fresh",
      ], to: "waves.csv")
    try write(
      [
        "wave,city-column,file,questionnaire,identifier",
        "2021,counci,responses/2021-q1.csv,resident,id",
        "2022,counci,responses/2022-q3.csv,resident,id",
      ], to: "sources.csv")
    try write(["question,source,value,reason", "*,*,NA,lost"], to: "missing.csv")
    try write(
      ["group,category,label::en,group-label::en,question,choices,from,to"]
        + ["1", "2"].map { "gender,\($0),Gender code \($0),Gender code,q41_w,\($0),," }
        + (1...6).map { "age,\($0),Age code \($0),Age code,q40_w,\($0),," }, to: "groups.csv")
    let rows = Self.factors.flatMap { factor in
      factor.items.map { item in
        let parts = item.split(separator: " ")
        return "\(factor.name),\(factor.label),\(factor.layer),reflective,\(parts[0]),\(parts[1])"
      }
    }
    try write(["factor,label::en,layer,kind,question,keying"] + rows, to: "factors.csv")
  }

  private func writeQuestionnaire(codebook: String) throws {
    var survey = ["type,name,label::en,measure"]
    for line in codebook.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 3, let scale = Self.scales[cells[2]] else { continue }
      let measure = scale.count > 2 ? "ordinal" : "nominal"
      survey.append("select_one \(cells[2]),\(cells[0]),\(cells[1]),\(measure)")
    }
    survey += [
      "select_one gender,q41_w,Gender code,nominal", "select_one age,q40_w,Age code,ordinal",
    ]
    try write(survey, to: "questionnaires/resident/survey.csv")
    var choices = ["list_name,name,label::en,missing"]
    for (list, codes) in Self.scales.sorted(by: { $0.key < $1.key }) {
      choices += codes.map { "\(list),\($0.code),\($0.label),\($0.code == "9" ? "dont-know" : "")" }
    }
    choices += (1...3).map { "gender,\($0),Code \($0)," } + ["gender,9,Not answered,no-answer"]
    choices += (1...6).map { "age,\($0),Code \($0)," } + ["age,9,Not answered,no-answer"]
    try write(choices, to: "questionnaires/resident/choices.csv")
    try write(
      ["form_title,form_id,version", "Resident survey,resident,1"],
      to: "questionnaires/resident/settings.csv")
  }
}
