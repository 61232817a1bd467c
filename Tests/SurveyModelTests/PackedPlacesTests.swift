import SurveyModel
import Testing

@Suite("Packed places")
struct PackedPlacesTests {
  /// Places at the borders of one, two and four bytes, and one that does not fit in the bytes expected.
  @Test(
    "What is put in comes out, whatever the largest place was expected to be",
    arguments: [
      [], [-1, 0, 127], [-1, 128, 5], [32_767, -1], [-1, 32_768, 2], [.max, 0, -1],
    ] as [[Int32]], [0, 127, 128, 40_000])
  func comesBack(places: [Int32], largest: Int) {
    let packed = PackedPlaces(places, largest: largest)
    #expect(packed.count == places.count)
    #expect(Array(packed) == places)
    #expect(packed == PackedPlaces(places))
    #expect(Array(packed.picking(places.indices.reversed())) == places.reversed())
  }

  @Test("A place set or appended later leaves the others as they are", arguments: 0..<200)
  func staysAsItWas(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func draw(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let borders: [Int32] = [-1, 0, 1, 126, 127, 128, 32_766, 32_767, 32_768, 70_000, .max]
    var (places, packed) = ([Int32](), PackedPlaces())
    for _ in 0..<60 {
      let place = borders[min(draw(borders.count), draw(borders.count))]
      if !places.isEmpty, draw(3) == 0 {
        let interview = draw(places.count)
        places[interview] = place
        packed[interview] = place
      } else {
        places.append(place)
        packed.append(place)
      }
    }
    #expect(Array(packed) == places)
    #expect(Array(packed + packed.picking([0])) == places + [places[0]])
    #expect(Array(PackedPlaces([1, 2]) + packed) == [1, 2] + places)
  }
}
