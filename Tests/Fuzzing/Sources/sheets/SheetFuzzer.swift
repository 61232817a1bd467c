import FoundationEssentials
import StudyFolder
import SurveyModel

/// Reads any bytes whatever as a sheet of a study whose other sheets are whole. The first byte says
/// which sheet: A is the first of ``Study/paths``.
@_cdecl("LLVMFuzzerTestOneInput")
public func readSheet(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let first = bytes.first, first >= 0x41, Int(first) < 0x41 + Study.paths.count else {
    return -1
  }
  let path = Study.paths[Int(first) - 0x41]
  let reading = Study.shared.reading(with: Data(bytes.dropFirst()), in: path)
  for finding in reading.diagnostics where finding.description.isEmpty || finding.message.isEmpty {
    fatalError("a finding without words")
  }
  guard let study = reading.study else {
    guard reading.diagnostics.hasErrors else { fatalError("no study, and no word why") }
    return 0
  }
  for questionnaire in study.questionnaires.values { _ = questionnaire.lint() }
  return 0
}

/// A small study on disk.
struct Study: Sendable {
  static let shared = Study()
  static let paths = texts.keys.sorted()

  private let folder: String

  private init() {
    folder =
      "\(FileManager.default.temporaryDirectory.path)/fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    for (path, text) in Self.texts { write(Data(text.utf8), to: path) }
  }

  /// The study as it is read where one of its files holds other bytes.
  func reading(with bytes: Data, in path: String) -> StudyReading {
    write(bytes, to: path)
    defer { write(Data((Self.texts[path] ?? "").utf8), to: path) }
    return StudyReading(folder: folder)
  }

  private func write(_ bytes: Data, to path: String) {
    let parent = "\(folder)/\(path)".split(separator: "/").dropLast().joined(separator: "/")
    do {
      try FileManager.default.createDirectory(
        atPath: "/" + parent, withIntermediateDirectories: true)
      try bytes.write(to: URL(filePath: "\(folder)/\(path)"))
    } catch { fatalError("\(error)") }
  }

  private static let texts = [
    "study.csv": "key,value\nid,small\ntitle::ru,Малое\nlanguages,ru;en\nsynthetic,yes\nseed,1\n",
    "cities.csv": "city,code,label::ru,population\nalpha,1,Альфа,1000\nbeta,2,Бета,\n",
    "waves.csv": "wave,label::ru,start,end,sample,points\nw1,Первая,2025-05-01,,quota,fresh\n",
    "sources.csv": "wave,city,file,questionnaire,identifier,weight\nw1,alpha,a.csv,v1,id,w\n",
    "groups.csv": "group,category,label::ru,question,choices,from,to\n"
      + "sex,1,мужчины,SD1,1,,\nage,18-44,молодые,SD2,,18,44\n",
    "factors.csv":
      "factor,label::ru,layer,kind,facet,question,keying,scoring,minimum,maximum,model\n"
      + "SOC,Доверие,place,reflective,,Q1,+,mean,,,\nSOC,Доверие,place,reflective,,Q2,-,mean,1,5,\n",
    "margins.csv": "city,wave,group,category,population,source,date\nalpha,w1,sex,1,450,census,\n",
    "missing.csv": "question,source,value,reason\nQ1,,99,refused\n",
    "questionnaires/v1/survey.csv": "type,name,label::ru,required,relevant,constraint,measure\n"
      + "select_one AGR,Q1,Первый,yes,,,ordinal\nselect_one AGR,Q2,Второй,,${Q1} > 2,,ordinal\n"
      + "select_one SEX,SD1,Пол,yes,,,\ninteger,SD2,Возраст,,,. >= 18 and . <= 99,scale\n",
    "questionnaires/v1/choices.csv": "list_name,name,label::ru,missing\n"
      + "AGR,1,нет,\nAGR,5,да,\nAGR,97,не знаю,dont-know\nSEX,1,мужской,\nSEX,2,женский,\n",
  ]
}
