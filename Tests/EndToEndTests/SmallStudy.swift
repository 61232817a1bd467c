import Foundation

/// A small whole study in a folder of its own, for one test to spoil: two cities, one wave, 80
/// interviews each from a fixed generator.
struct SmallStudy {
  let folder: URL

  static let itemNames = [
    "SOC01", "SOC02", "SOC03", "INA1", "INA2", "INA3", "INC1", "INC2", "INC3",
  ]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "small-\(UUID().uuidString)")
    for (path, text) in Self.sheets { try write(text, to: path) }
    for (index, city) in ["alpha", "beta"].enumerated() {
      try write(Self.responses(seed: index + 1), to: "responses/\(city).csv")
    }
  }

  /// A copy of a whole study, to spoil in the same way.
  init(copyOf original: URL) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "copy-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: original, to: folder)
  }

  /// Where its reports go: beside it, since none are written into a study.
  var output: URL {
    folder.deletingLastPathComponent().appending(path: folder.lastPathComponent + "-reports")
  }

  func remove() {
    for item in [folder, output] { try? FileManager.default.removeItem(at: item) }
  }

  func url(_ path: String) -> URL { folder.appending(path: path) }

  func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  func write(_ data: Data, to path: String) throws {
    let target = url(path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: target)
  }

  func text(of path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }

  /// Rewrites the lines of a file; a line is without its end.
  func edit(_ path: String, _ change: (inout [String]) -> Void) throws {
    var lines = try text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    change(&lines)
    try write(lines.joined(separator: "\n"), to: path)
  }

  static let sheets: [String: String] = [
    "study.csv": """
    key,value
    id,small
    title::ru,Малое исследование
    title::en,Small study
    languages,ru;en
    synthetic,yes
    seed,1

    """,
    "cities.csv": """
    city,code,label::ru,in::ru,of::ru,label::en,population
    alpha,,Альфа,в Альфе,Альфы,Alpha,
    beta,,Бета,в Бете,Беты,Beta,

    """,
    "waves.csv": """
    wave,label::ru,label::en,start,end,sample,points
    w1,Первая волна,First wave,,,quota,fresh

    """,
    "sources.csv": """
    wave,city,file,questionnaire,identifier,stratum,cluster
    w1,alpha,responses/alpha.csv,v1,id,district,point
    w1,beta,responses/beta.csv,v1,id,district,point

    """,
    "groups.csv": """
    group,category,label::ru,label::en,question,choices,from,to
    sex,1,мужчины,men,SD1,1,,
    sex,2,женщины,women,SD1,2,,
    age,18-44,18–44 года,18–44,SD2,,18,44
    age,45+,45 лет и старше,45 and over,SD2,,45,

    """,
    "factors.csv": """
    factor,label::ru,label::en,layer,kind,facet,question,keying,scoring
    SOC,Доверие,Trust,place,reflective,,SOC01,+,mean
    SOC,Доверие,Trust,place,reflective,,SOC02,-,mean
    SOC,Доверие,Trust,place,reflective,,SOC03,+,mean
    INN,Инновационный потенциал,Innovation potential,outcome,reflective,A,INA1,+,mean
    INN,Инновационный потенциал,Innovation potential,outcome,reflective,A,INA2,-,mean
    INN,Инновационный потенциал,Innovation potential,outcome,reflective,A,INA3,+,mean
    INN,Инновационный потенциал,Innovation potential,outcome,reflective,C,INC1,+,mean
    INN,Инновационный потенциал,Innovation potential,outcome,reflective,C,INC2,+,mean
    INN,Инновационный потенциал,Innovation potential,outcome,reflective,C,INC3,+,mean

    """,
    "margins.csv": """
    city,wave,group,category,population,source,date
    alpha,w1,sex,1,450,simulated population,
    alpha,w1,sex,2,550,simulated population,
    beta,w1,sex,1,460,simulated population,
    beta,w1,sex,2,540,simulated population,

    """,
    "questionnaires/v1/survey.csv": survey,
    "questionnaires/v1/choices.csv": """
    list_name,name,label::ru,label::en,missing
    AGR5,1,Совершенно не согласен(на),Strongly disagree,
    AGR5,2,Скорее не согласен(на),Rather disagree,
    AGR5,3,"Отчасти согласен(на), отчасти нет","Partly agree, partly not",
    AGR5,4,Скорее согласен(на),Rather agree,
    AGR5,5,Полностью согласен(на),Strongly agree,
    AGR5,97,Затрудняюсь ответить,Don't know,dont-know
    SEX,1,мужской,male,
    SEX,2,женский,female,

    """,
    "questionnaires/v1/settings.csv": """
    form_title,form_id,version
    Small study,small,1

    """,
  ]

  private static let survey =
    "type,name,label::ru,label::en,required,constraint,measure\n"
    + itemNames.map { "select_one AGR5,\($0),Утверждение \($0),Statement \($0),yes,,ordinal\n" }
    .joined()
    + "select_one SEX,SD1,Пол,Sex,yes,,nominal\n"
    + "integer,SD2,\"Возраст, полных лет\",\"Age, years\",yes,. >= 18 and . <= 99,scale\n"

  /// 80 interviews in 4 districts of 4 points; answers hang together through a common leaning.
  private static func responses(seed: Int) -> String {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var lines = ["id,district,point," + itemNames.joined(separator: ",") + ",SD1,SD2"]
    for row in 0..<80 {
      let leaning = next(5)
      let answers = itemNames.map { name in
        let answer = min(5, max(1, 1 + (leaning + next(4)) * 5 / 8))
        return String(name == "SOC02" || name == "INA2" ? 6 - answer : answer)
      }
      let place = "D\(row / 20 + 1),\(row / 5 + 1)"
      lines.append(
        "r\(row + 1),\(place),\(answers.joined(separator: ",")),\(next(2) + 1),\(18 + next(70))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
