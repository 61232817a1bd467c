import SurveyModel

extension Question {
  /// Whether respondents answer it and reports may tell of it: not what identifies them, not what the interviewer writes down (the form's group
  /// `paradata`), nor what the device or the form records by itself.
  public var isPutToRespondents: Bool {
    switch kind {
    case .metadata, .calculation, .note: false
    default: !groups.contains("paradata") && personalData == nil
    }
  }
}

extension Study {
  /// Columns of field files that tell records apart or place them: never described in a report.
  package var recordKeys: Set<String> {
    let roles: [ColumnRole] =
      [.identifier, .weight, .populationSize, .cluster, .interviewer]
      + LaterStageVariables.stages.flatMap { stage in
        [.cluster(stage: stage), .populationSize(stage: stage)]
      }
    return Set(
      sources.flatMap { source in
        roles.compactMap { source.columns[$0] }
          + [source.city, source.wave].compactMap { key in
            if case .column(let column) = key { column } else { nil }
          }
      })
  }
}
