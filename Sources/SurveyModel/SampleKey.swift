/// A city in a wave: what tells the samples of a study apart.
public struct SampleKey: Hashable, Sendable {
  /// ``City/name``.
  public var city: String
  /// ``Wave/name``.
  public var wave: String

  public init(city: String, wave: String) {
    self.city = city
    self.wave = wave
  }
}

extension Sample {
  public var key: SampleKey { SampleKey(city: city, wave: wave) }
}

extension Margin {
  /// The sample that is weighted to it.
  public var key: SampleKey { SampleKey(city: city, wave: wave) }
}

extension FieldworkCount {
  /// The sample whose contacts are counted.
  public var key: SampleKey { SampleKey(city: city, wave: wave) }
}

extension Study {
  /// Every city in every wave, waves first, in the order of the sheets.
  public var sampleKeys: [SampleKey] {
    waves.flatMap { wave in cities.map { SampleKey(city: $0.name, wave: wave.name) } }
  }

  /// Samples in the order of ``sampleKeys``; those of waves and cities that the study lacks are left
  /// out.
  public func inOrder(_ samples: [Sample]) -> [Sample] {
    let own = Dictionary(grouping: samples, by: \.key)
    return sampleKeys.flatMap { own[$0] ?? [] }
  }
}
