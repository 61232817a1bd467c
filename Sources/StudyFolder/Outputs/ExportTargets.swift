import SurveyModel

/// Where an export may be written: never over what belongs to a study, and over another file only
/// when that was asked for. A link is written through: the file that it leads to counts.
public struct ExportTargets: Sendable {
  private let place: StudyPlace
  /// Every file of the study, by whatever name.
  private let own: Set<FileIdentity>

  /// - Parameters:
  ///   - study: Whose answers are exported.
  ///   - folder: Its folder.
  public init(of study: Study, in folder: String) {
    let root = FilePath(folder).resolvedSoFar
    place = StudyPlace(root: root, sources: study.sources)
    var own: Set<FileIdentity> = []
    Self.collect(root, into: &own)
    for source in study.sources {
      let path = source.file.hasPrefix("/") ? FilePath(source.file) : root / source.file
      if let entry = path.entry(followingLink: true) { own.insert(entry.identity) }
    }
    self.own = own
  }

  /// Writes the files of an export: all of them, or none.
  ///
  /// - Parameters:
  ///   - files: The export and what goes with it.
  ///   - folder: Where they go.
  ///   - isReplacing: Whether files that are there may be replaced.
  /// - Throws: ``OutputError``; nothing is then changed.
  public func write(
    _ files: [PiecewiseFile], to folder: String, isReplacing: Bool
  ) throws(OutputError) {
    var (new, replaced): ([PiecewiseFile], [PiecewiseFile]) = ([], [])
    for file in files {
      let named = FilePath(folder) / file.path
      guard let target = named.throughLinks else {
        throw refusal(named, "it is a link that leads in a circle")
      }
      let whole = PiecewiseFile(path: target.description, produce: file.produce)
      try refuseOthers(target)
      guard target.isTaken else {
        new.append(whole)
        continue
      }
      if target.holds(file) { continue }
      try refuseExisting(target, isReplacing: isReplacing)
      replaced.append(whole)
    }
    try NewFiles.add(replaced, to: "", onClash: .replaced)
    try NewFiles.add(new, to: "", onClash: .refused)
  }

  /// Refuses the places of a study, and what is no file.
  private func refuseOthers(_ target: FilePath) throws(OutputError) {
    let entry = target.entry()
    if let entry, entry.kind != .file { throw refusal(target, "it is no file") }
    guard let path = place.relative(target.parent.resolvedSoFar / target.name) else { return }
    if place.isReserved(path) {
      throw refusal(target, "a sheet or a questionnaire of the study has its place there")
    }
    if entry == nil, place.isFieldFile(path) {
      throw refusal(target, "sources.csv names it as a field file of the study")
    }
  }

  private func refuseExisting(
    _ target: FilePath, isReplacing: Bool
  ) throws(OutputError) {
    let file = target.parent.resolvedSoFar / target.name
    if let entry = target.entry(), own.contains(entry.identity) {
      throw refusal(target, "it is a file of the study")
    }
    if let study = StudyPlace.study(around: file) {
      throw refusal(target, "it is a file of the study \(study)")
    }
    if !isReplacing {
      throw OutputError(
        path: target.description,
        reason: "a file with other contents stands there; name another one, or add --replace")
    }
  }

  private func refusal(_ target: FilePath, _ reason: String) -> OutputError {
    OutputError(path: target.description, reason: reason + "; name another file")
  }

  private static func collect(_ folder: FilePath, into files: inout Set<FileIdentity>) {
    for name in (try? folder.names()) ?? [] {
      guard let entry = (folder / name).entry() else { continue }
      if entry.kind == .folder {
        collect(folder / name, into: &files)
      } else {
        files.insert(entry.identity)
        if let target = (folder / name).entry(followingLink: true) { files.insert(target.identity) }
      }
    }
  }
}
