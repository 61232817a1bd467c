import Foundation

/// A study of one city and two waves with weights, whose answers are known: some are lost, some are
/// no codes, some people refuse or do not know.
struct LostAnswerStudy {
  let folder: URL
  /// By wave.
  private(set) var rows: [String: [[String: String]]] = [:]

  static let questions = ["V", "A1", "A2", "M", "N"]
  static let interviews = 120

  /// - Parameter lost: For each question, in how many interviews of the first wave its cell is blank.
  init(lost: [String: Int], settings: String = "") throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "lost-\(UUID().uuidString)")
    for (path, text) in Self.sheets { try write(text, to: path) }
    try write((Self.sheets["study.csv"] ?? "") + settings, to: "study.csv")
    for (index, wave) in ["w1", "w2"].enumerated() {
      var rows = Self.drawn(seed: UInt64(index + 1))
      for (place, name) in Self.questions.enumerated() {
        // Places 7 apart, so that few interviews lack more than one answer.
        for number in 0..<(wave == "w1" ? lost[name] ?? 0 : 3) {
          rows[(place * 17 + number * 7) % rows.count][name] = ""
        }
      }
      // No code of the list: nobody knows what it was.
      if wave == "w2" { rows[5]["V"] = "7" }
      self.rows[wave] = rows
      let names = ["id", "w"] + Self.questions + ["SD1"]
      let lines = rows.map { row in names.map { row[$0] ?? "" }.joined(separator: ",") }
      try write(
        ([names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n",
        to: "responses/\(wave).csv")
    }
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String, to path: String) throws {
    let target = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target)
  }

  private static func drawn(seed: UInt64) -> [[String: String]] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    return (0..<interviews).map { row in
      let several = ["a", "b"].filter { _ in next(2) == 0 }
      return [
        "id": "r\(row)", "w": ["0.5", "1", "2.5"][next(3)],
        "V": ["1", "1", "2", "2", "3", "97", "98"][next(7)], "A1": ["1", "2", "3", "97"][next(4)],
        "A2": ["1", "2", "3"][next(3)], "M": several.isEmpty ? "0" : several.joined(separator: " "),
        "N": String(next(90)), "SD1": String(1 + next(2)),
      ]
    }
  }

  private static let sheets = [
    "study.csv": """
    key,value
    id,lost
    title::ru,Утраченные ответы
    title::en,Lost answers
    languages,ru;en
    synthetic,yes
    seed,1

    """,
    "cities.csv": "city,code,label::ru,label::en,population\nalpha,,Альфа,Alpha,\n",
    "waves.csv": """
    wave,label::ru,label::en,start,end,sample,points
    w1,Первая,First,2025-01-01,2025-01-31,probability,fresh
    w2,Вторая,Second,2025-06-01,2025-06-30,probability,fresh

    """,
    "sources.csv": """
    wave,city,file,questionnaire,identifier,weight
    w1,alpha,responses/w1.csv,v1,id,w
    w2,alpha,responses/w2.csv,v1,id,w

    """,
    "groups.csv": """
    group,category,label::ru,label::en,question,choices,from,to
    sex,1,мужчины,men,SD1,1,,
    sex,2,женщины,women,SD1,2,,

    """,
    "questionnaires/v1/survey.csv": """
    type,name,label::ru,label::en,required,constraint,measure
    select_one VOTE,V,Как голосовали?,How did you vote?,yes,,nominal
    select_one AGR,A1,Утверждение 1,Statement 1,yes,,ordinal
    select_one AGR,A2,Утверждение 2,Statement 2,yes,,ordinal
    select_multiple MED,M,Откуда узнаёте новости?,Where do you get news?,yes,,nominal
    integer,N,Сколько минут?,How many minutes?,yes,. >= 0 and . <= 90,scale
    select_one SEX,SD1,Пол,Sex,yes,,nominal

    """,
    "questionnaires/v1/choices.csv": """
    list_name,name,label::ru,label::en,missing,exclusive
    VOTE,1,за,for,,
    VOTE,2,против,against,,
    VOTE,3,не голосовал,did not vote,,
    VOTE,97,затрудняюсь,don't know,dont-know,
    VOTE,98,отказ,refused,refused,
    AGR,1,нет,no,,
    AGR,2,отчасти,partly,,
    AGR,3,да,yes,,
    AGR,97,затрудняюсь,don't know,dont-know,
    MED,a,газеты,papers,,
    MED,b,интернет,internet,,
    MED,0,ниоткуда,nowhere,,yes
    SEX,1,мужской,male,,
    SEX,2,женский,female,,

    """,
    "questionnaires/v1/settings.csv": "form_title,form_id,version\nLost,lost,1\n",
  ]
}

extension LostAnswerStudy {
  /// Shares by plain sums over the file's cells: of all whose cell holds an answer, a refusal or
  /// "don't know".
  struct Shares {
    var count = 0
    var weight = 0.0
    var notRecorded = 0
    /// Sums of weights, by code or reason.
    private(set) var sums: [String: Double] = [:]

    private static let reasons = ["97": "dont-know", "98": "refused"]

    init(
      _ rows: [[String: String]], _ question: String, ofOpinions: Bool = false,
      where belongs: ([String: String]) -> Bool = { _ in true }
    ) {
      for row in rows where belongs(row) {
        guard let cell = row[question], let weight = row["w"].flatMap(Double.init) else { continue }
        guard cell != "", question != "V" || cell != "7" else {
          notRecorded += 1
          continue
        }
        if ofOpinions, Self.reasons[cell] != nil { continue }
        count += 1
        self.weight += weight
        let answers = question == "N" ? ["answered"] : cell.split(separator: " ").map(String.init)
        for answer in answers { sums[Self.reasons[answer] ?? answer, default: 0] += weight }
      }
    }

    func share(of answer: String) -> Double { (sums[answer] ?? 0) / weight }
  }
}
