import ArgumentParser
import Reporting
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TabularFiles

/// The study that a command works on.
struct StudyArgument: ParsableArguments {
  @Argument(help: "The study's folder.", completion: .directory)
  var study: String
}

/// What a command makes of a study whose missing answers were imputed several times.
enum ImputedStudyUse {
  /// The completed data sets together, or each file by itself.
  case known
  /// Nothing, and why not.
  case refused(command: String, because: String)
}

/// Whether figures about few people are hidden.
struct SuppressionOption: ParsableArguments {
  @Flag(help: "Hide nothing: never for publication.")
  var noSuppression = false
}

extension StudySession {
  /// Reads the sheets and imports the answers; prints the errors in them.
  ///
  /// - Parameter imputed: What becomes of a study whose missing answers were imputed.
  /// - Throws: An exit status where nothing can be made of the study.
  static func opened(
    _ argument: StudyArgument, suppression: SuppressionOption? = nil,
    engine: ReadingEngine = .automatic, imputed: ImputedStudyUse
  ) throws -> StudySession {
    var session = try StudySession.read(argument.study, engine: engine) {
      Console.reportErrors($0, in: argument.study)
    }
    Console.reportErrors(session.diagnostics, in: argument.study)
    if case .refused(let command, let reason) = imputed, session.isImputed {
      throw Console.fail(
        .dataError,
        "loci \(command) is not made of imputed answers ('imputation' of sources.csv): \(reason)")
    }
    if suppression?.noSuppression ?? false {
      session = session.withoutSuppression
      Console.complain(
        "loci: nothing is hidden (--no-suppression): working material, not for publication\n")
    }
    guard !session.answers.samples.isEmpty else {
      throw Console.fail(
        session.isMissingFiles ? .noInput : .dataError, "there are no answers to work with")
    }
    return session
  }

  /// Reads the sheets and imports the answers, printing only what ends the command.
  ///
  /// - Parameter report: Prints what is wrong with sheets that no study can be made of.
  static func read(
    _ folder: String, engine: ReadingEngine = .automatic,
    report: ([Diagnostic]) -> Void = Console.report
  ) throws -> StudySession {
    let bar = ProgressBar()
    do {
      let session = try StudySession(folder: folder, engine: engine) { done, total in
        bar.show(done, of: total, "reading field files")
      }
      bar.end()
      return session
    } catch {
      report(error.reading.diagnostics)
      throw error.reading.isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
  }

  /// The answers weighted and scored; errors that weighting found are printed, and what is not made
  /// is named.
  ///
  /// - Parameters:
  ///   - isAsked: Whether figures of a city and wave are asked for.
  ///   - names: Questions, scores and groups that are asked for; nil for all.
  /// - Throws: An exit status where no sample can be estimated from, or a sheet that figures rest on
  ///   cannot be read.
  func usable(
    of names: [String]? = nil, where isAsked: (SampleKey) -> Bool = { _ in true }
  ) throws -> WeightedStudy {
    try requireSheets()
    let weighted = self.weighted
    Console.reportErrors(weighted.diagnostics, in: folder)
    guard !weighted.samples.isEmpty else {
      throw Console.fail(.dataError, "no sample can be estimated from")
    }
    leaveUnmade(weighted, names, where: isAsked)
    return weighted
  }

  /// Refuses to make figures without a sheet that they rest on.
  func requireSheets() throws {
    guard reading.unreadSheets.isEmpty else {
      let names = reading.unreadSheets.map { "'\($0)'" }.joined(separator: ", ")
      throw Console.fail(
        .dataError,
        "nothing is made: figures rest on \(names), which cannot be read as it is; see the errors"
          + " above")
    }
  }

  /// Names what of all that is asked for is not made.
  private func leaveUnmade(
    _ weighted: WeightedStudy, _ names: [String]?, where isAsked: (SampleKey) -> Bool
  ) {
    let behind = names.map { Set($0.flatMap(study.questionsAndGroups)) }
    for source in answers.unread where study.keys(of: source).contains(where: isAsked) {
      Console.leaveUnmade("anything of \(source.file)")
    }
    for unmade in weighted.unmade where isAsked(unmade.key) {
      let place = "city \(unmade.key.city), wave \(unmade.key.wave)"
      switch unmade.part {
      case .everything: Console.leaveUnmade("anything of \(place)")
      case .question(let name) where behind?.contains(name) ?? true:
        Console.leaveUnmade("figures of \(name), \(place)")
      case .group(let name) where behind?.contains(name) ?? true:
        Console.leaveUnmade("figures by \(name), \(place)")
      case .question, .group: break
      }
    }
    for sample in weighted.samples where isAsked(sample.key) {
      for name in names ?? [] where sample.lacksColumn(of: name) {
        guard !weighted.unmade.contains(where: { $0.part == .question(name) }) else { continue }
        Console.leaveUnmade(
          "figures of \(name), city \(sample.city), wave \(sample.wave): question-not-in-file")
      }
    }
  }

  /// Writes the records that were set aside to the study's private folder, and closes it to others.
  ///
  /// - Returns: Whether they are there; where they cannot be, that is said, and they are nowhere.
  func writeQuarantine() -> Bool {
    let place = PrivateFolder(of: folder)
    do {
      try Interruption.afterwards {
        if answers.quarantine.isEmpty {
          try place.close()
        } else {
          try place.add(answers.quarantine)
        }
      }
      return true
    } catch {
      let records = answers.ledger.map(\.quarantinedTotal.records).reduce(0, +)
      let lost =
        records == 0
        ? "" : "; \(records) quarantined \(plural(records, "record is", "records are")) not kept"
      Console.complain("loci: \(error)\(lost)\n")
      return answers.quarantine.isEmpty
    }
  }
}

extension AnalysedSample {
  /// Whether its questionnaire asks a question that its file has no column of.
  fileprivate func lacksColumn(of name: String) -> Bool {
    sample.questionnaire[name]?.isRecorded == false && sample.responses[name] == nil
  }
}

extension Study {
  /// What a figure of a name is made of: the name itself, the question of a group, the items of a
  /// factor or a facet.
  fileprivate func questionsAndGroups(behind name: String) -> [String] {
    let factor = factor(name.split(separator: ".").first.map(String.init) ?? name)
    return [name] + (grouping(name).map { [$0.question] } ?? [])
      + (factor?.items.map(\.question) ?? [])
  }

  /// The cities and waves that a source may have interviews of.
  fileprivate func keys(of source: Source) -> [SampleKey] {
    func names(_ key: Source.Key, _ all: [String]) -> [String] {
      if case .fixed(let name) = key { [name] } else { all }
    }
    return names(source.wave, waves.map(\.name)).flatMap { wave in
      names(source.city, cities.map(\.name)).map { SampleKey(city: $0, wave: wave) }
    }
  }
}
