import Reporting
import ResponseImport
import SurveyModel

extension CityReport {
  /// How many interviews are complete and partial, and how many records are no interviews, and why.
  var interviewStatuses: KeyValue {
    let partial = sample.sample.paradata.interviews.count { $0.status == .partial }
    let complete = sample.sample.responses.count - partial
    let minimums = study.settings.interviewMinimums
    var prose = Prose(
      language.pick("полных (отвечено не менее чем на ", "complete (at least "))
    prose += Prose([.number(.share(minimums.complete / 100))])
    prose += Prose(
      language.pick(
        " заданных вопросов): \(complete), частичных (не менее чем на ",
        " of the questions due are answered): \(complete), partial (at least "))
    prose += Prose([.number(.share(minimums.partial / 100))])
    prose += Prose("): \(partial)")
    let aside = setAside
    if !aside.isEmpty {
      prose += Prose(
        language.pick("; в число интервью не входят: ", "; not counted as interviews: ")
          + aside.joined(separator: ", "))
    }
    return KeyValue(language.pick("Полнота интервью", "Completeness"), prose)
  }

  /// Such as «прерванные — 3», in the order of the reasons.
  private var setAside: [String] {
    RefusalReason.allCases.compactMap { reason in
      let records = context.run.ledger.flatMap(\.setAside)
        .filter { $0.place.key == sample.key && $0.place.reason == reason }
        .reduce(0) { $0 + $1.records }
      guard records > 0, let name = name(of: reason) else { return nil }
      return "\(name) — \(records)"
    }
  }

  private func name(of reason: RefusalReason) -> String? {
    switch reason {
    case .preview: language.pick("предварительные просмотры анкеты", "previews of the form")
    case .test: language.pick("пробные заполнения", "tests")
    case .spam: language.pick("помеченные программой как спам", "marked as spam")
    case .rejected: language.pick("отклонённые при проверке", "rejected in quality control")
    case .breakOff: language.pick("прерванные (AAPOR 2.12)", "break-offs (AAPOR 2.12)")
    case .resumed:
      language.pick("части возобновлённых интервью", "parts of interviews that were resumed")
    case .headerRow, .unknownCity, .unknownWave, .badWeight, .badPopulationSize: nil
    }
  }
}
