import Foundation

/// A small study drawn by chance: what a seed says, and nothing else.
///
/// One or two cities and waves, 40 to 200 interviews each, with weights, margins or neither; two to
/// four groups, two of them on one question with categories that overlap; categories of a few
/// people, people in no category, missing and lost answers, a question asked of few, several choices;
/// the default rule or the strict one, and questions marked sensitive.
struct DrawnStudy {
  let folder: URL
  let seed: UInt64
  let isStrict: Bool
  private(set) var chance: Chance

  /// A generator whose numbers are the same everywhere (SplitMix64).
  struct Chance {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % bound }
    mutating func within(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + below(range.count)
    }
    mutating func happens(_ percent: Int) -> Bool { below(100) < percent }
  }

  private struct Plan {
    var cities: [String]
    var waves: [String]
    var hasWeights: Bool
    var hasMargins: Bool
    var hasSensitive: Bool
    /// People of the category `few` of the group `job`, and asked the routed question.
    var few: Int
    var groups: Set<String>
    var hasUnclassified: Bool
    var missingPercent: Int
  }
  private let plan: Plan

  init(seed: Int) throws {
    var chance = Chance(UInt64(seed))
    self.seed = UInt64(seed)
    isStrict = chance.happens(25)
    let weighting = chance.below(10)
    let families: [Set<String>] = [
      ["age", "job"], ["age", "half", "job"], ["half", "sex", "job", "age"],
      ["age", "half", "sex"],
      ["job", "study"], ["job", "study", "sex", "age"],
    ]
    let groups = families[chance.below(6)]
    plan = Plan(
      cities: chance.happens(25) ? ["alpha", "beta"] : ["alpha"],
      waves: chance.happens(15) ? ["w1", "w2"] : ["w1"],
      hasWeights: weighting < 2, hasMargins: weighting == 1 || weighting == 2,
      hasSensitive: chance.happens(25), few: chance.within(1...29), groups: groups,
      hasUnclassified: chance.happens(50), missingPercent: [0, 0, 3, 10][chance.below(4)])
    folder = FileManager.default.temporaryDirectory.appending(path: "drawn-\(seed)-\(UUID())")
    self.chance = chance
    try writeSheets()
    for city in plan.cities {
      for wave in plan.waves {
        try write(responses(), to: "responses/\(city)-\(wave).csv")
      }
    }
  }

  /// An interim study: one city, one wave, no weights; 60 to 90 interviews so far.
  init(interim seed: Int) throws {
    var chance = Chance(UInt64(seed))
    self.seed = UInt64(seed)
    isStrict = false
    plan = Plan(
      cities: ["alpha"], waves: ["w1"], hasWeights: false, hasMargins: false, hasSensitive: false,
      few: 3, groups: ["age", "sex"], hasUnclassified: false, missingPercent: 0)
    folder = FileManager.default.temporaryDirectory.appending(path: "interim-\(UUID())")
    let count = chance.within(60...90)
    self.chance = chance
    try writeSheets()
    try write(settings + "interim,yes\n", to: "study.csv")
    try write(responses(count: count), to: "responses/alpha-w1.csv")
  }

  func remove() {
    if ProcessInfo.processInfo.environment["LOCI_ATTACK_KEEP"] == nil {
      try? FileManager.default.removeItem(at: folder)
    }
  }

  func write(_ text: String, to path: String) throws {
    let target = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target)
  }

  // MARK: Sheets

  private func writeSheets() throws {
    try write(settings, to: "study.csv")
    try write(
      "city,code,label::ru,in::ru,of::ru,label::en,population\n"
        + "alpha,,Альфа,в Альфе,Альфы,Alpha,\n"
        + (plan.cities.count > 1 ? "beta,,Бета,в Бете,Беты,Beta,\n" : ""), to: "cities.csv")
    try write(
      "wave,label::ru,label::en,start,end,sample,points\n"
        + plan.waves.map { "\($0),Волна \($0),Wave \($0),,,quota,fresh\n" }.joined(),
      to: "waves.csv")
    let weight = plan.hasWeights ? "weight" : ""
    try write(
      "wave,city,file,questionnaire,identifier,weight\n"
        + places.map { "\($1),\($0),responses/\($0)-\($1).csv,v1,id,\(weight)\n" }.joined(),
      to: "sources.csv")
    try write(groupSheet, to: "groups.csv")
    try write(Self.factors, to: "factors.csv")
    try write(margins, to: "margins.csv")
    try write(survey, to: "questionnaires/v1/survey.csv")
    try write(Self.choices, to: "questionnaires/v1/choices.csv")
    try write("form_title,form_id,version\nDrawn,drawn,1\n", to: "questionnaires/v1/settings.csv")
  }

  private var places: [(String, String)] {
    plan.cities.flatMap { city in plan.waves.map { (city, $0) } }
  }

  private var settings: String {
    """
    key,value
    id,drawn
    title::ru,Наугад
    title::en,Drawn
    languages,ru;en
    synthetic,yes
    seed,1
    \(isStrict ? "disclosure,strict\n" : "")
    """
  }

  private var groupSheet: String {
    let rows: [(String, String)] = [
      ("sex", "sex,1,мужчины,men,SD1,1,,\nsex,2,женщины,women,SD1,2,,\n"),
      (
        "age",
        "age,18-29,до 30,under 30,SD2,,18,29\nage,30-59,30–59,30–59,SD2,,30,59\n"
          + "age,60+,от 60,60 and over,SD2,,60,\n"
      ),
      ("half", "half,low,до 40,under 40,SD2,,18,39\nhalf,high,от 40,40 and over,SD2,,40,\n"),
      (
        "job",
        "job,1,работают,at work,SD3,1,,\njob,2,учатся,at school,SD3,2,,\n"
          + "job,few,ищут работу,look for work,SD3,3,,\n"
      ),
      (
        "study", "study,yes,учатся,at school,SD3,2,,\nstudy,no,не учатся,not at school,SD3,1;3,,\n"
      ),
    ]
    return "group,category,label::ru,label::en,question,choices,from,to\n"
      + rows.filter { plan.groups.contains($0.0) }.map(\.1).joined()
      + (plan.hasMargins && !plan.groups.contains("sex") ? rows[0].1 : "")
  }

  private var margins: String {
    "city,wave,group,category,population,source,date\n"
      + (plan.hasMargins
        ? places.map { "\($0),\($1),sex,1,4300,census,\n\($0),\($1),sex,2,5700,census,\n" }.joined()
        : "")
  }

  private static let items = ["SOC1", "SOC2", "SOC3", "INA1", "INC1"]

  private static let factors =
    "factor,label::ru,label::en,layer,kind,facet,question,keying,scoring\n"
    + items.prefix(3).map { "SOC,Доверие,Trust,place,reflective,,\($0),+,mean\n" }.joined()
    + "INN,Потенциал,Potential,outcome,reflective,A,INA1,+,mean\n"
    + "INN,Потенциал,Potential,outcome,reflective,C,INC1,-,mean\n"

  private var survey: String {
    let mark = plan.hasSensitive ? ",sensitive" : ""
    let no = plan.hasSensitive ? "," : ""
    let yes = plan.hasSensitive ? ",yes" : ""
    return "type,name,label::ru,label::en,required,relevant,constraint,measure\(mark)\n"
      + Self.items.map {
        "select_one AGR5,\($0),Утверждение \($0),Statement \($0),no,,,ordinal\(no)\n"
      }.joined()
      + "select_one SEX,SD1,Пол,Sex,yes,,,nominal\(no)\n"
      + "select_one JOB,SD3,Занятие,Occupation,yes,,,nominal\(no)\n"
      + "integer,SD2,Возраст,Age,no,,. >= 18 and . <= 95,scale\(no)\n"
      + "select_one AGR5,RT1,Подвопрос,Routed,no,${SD3} = '3',,ordinal\(no)\n"
      + "select_one ILL,HLT,Болезнь,Illness,no,,,nominal\(yes)\n"
      + "select_multiple MEDIA,MED,Откуда,Media,no,,,nominal\(no)\n"
  }

  private static let choices =
    "list_name,name,label::ru,label::en,missing\n"
    + (1...5).map { "AGR5,\($0),ответ \($0),answer \($0),\n" }.joined()
    + "AGR5,97,Затрудняюсь,Don't know,dont-know\n"
    + "SEX,1,мужской,male,\nSEX,2,женский,female,\n"
    + "JOB,1,работает,works,\nJOB,2,учится,studies,\nJOB,3,ищет,looks,\nJOB,4,иное,other,\n"
    + "ILL,1,нет,none,\nILL,2,простуда,cold,\nILL,3,диабет,diabetes,\nILL,4,другая,else,\n"
    + "MEDIA,tv,телевидение,television,\nMEDIA,net,интернет,internet,\n"
    + "MEDIA,paper,газеты,papers,\n"

  // MARK: Interviews

  private mutating func responses(count: Int? = nil) -> String {
    let total = count ?? (chance.happens(60) ? chance.within(40...110) : chance.within(110...200))
    let young = chance.happens(50) ? chance.within(1...12) : chance.within(12...40)
    var rows = ["id," + Self.items.joined(separator: ",") + ",SD1,SD3,SD2,RT1,HLT,MED,weight"]
    for row in 0..<total { rows.append(interview(row, young: young)) }
    return rows.joined(separator: "\n") + "\n"
  }

  private mutating func interview(_ row: Int, young: Int) -> String {
    let leaning = chance.below(5)
    var cells = ["r\(row)"]
    cells += Self.items.map { name in
      if chance.happens(plan.missingPercent) { return chance.happens(50) ? "97" : "" }
      let answer = min(5, max(1, 1 + (leaning + chance.below(4)) * 5 / 8))
      return String(name == "INC1" ? 6 - answer : answer)
    }
    cells.append(String(1 + chance.below(2)))
    let isFew = row % 7 == 3 && row / 7 < plan.few || (plan.few > 20 && row % 5 == 1)
    let isOther = plan.hasUnclassified && row % 11 == 5
    cells.append(isFew ? "3" : isOther ? "4" : String(1 + chance.below(2)))
    let age = row < young ? chance.within(18...29) : chance.within(30...95)
    cells.append(chance.happens(plan.missingPercent / 2) ? "" : String(age))
    cells.append(isFew ? String(1 + chance.below(5)) : "")
    let illness = ["1", "1", "1", "1", "1", "1", "2", "2", "2", "3", "4"][chance.below(11)]
    cells.append(chance.happens(plan.missingPercent) ? "" : illness)
    let media = ["tv", "net", "paper"].filter { chance.happens($0 == "paper" ? 5 : 50) }
    let all = media.isEmpty ? "net" : media.joined(separator: " ")
    cells.append(chance.happens(plan.missingPercent) ? "" : all)
    cells.append(["0.6", "0.9", "1.1", "1.8"][chance.below(4)])
    return cells.joined(separator: ",")
  }

  /// More interviews of the first place, as a second run of an interim study finds them.
  mutating func addInterviews(_ count: Int) throws {
    let (city, wave) = places[0]
    let path = "responses/\(city)-\(wave).csv"
    var text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    let old = text.split(separator: "\n").count - 1
    for row in old..<(old + count) { text += interview(row, young: 0) + "\n" }
    try write(text, to: path)
  }
}
