import Foundation

/// The repository's panel: two cities in which the same people were asked in three waves.
enum PanelStudy {
  static let folder = Repository.folder("surveys/panel")

  /// A copy to spoil.
  ///
  /// - Parameter waves: 2 or 3.
  static func copy(waves: Int = 3) throws -> SmallStudy {
    let study = try SmallStudy(copyOf: folder)
    if waves == 2 {
      for sheet in ["waves.csv", "sources.csv"] {
        try study.edit(sheet) { $0.removeAll { $0.hasPrefix("w3,") } }
      }
    }
    return study
  }
}
