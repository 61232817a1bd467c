/// A repeatable stream of random numbers: the same seed gives the same numbers everywhere.
///
/// The generator is xoshiro256++, its state filled by SplitMix64. ``split(_:)-(String)`` makes a
/// stream for each purpose, which depends on the seed and the keys only, never on what was drawn
/// before.
///
/// > D. Blackman, S. Vigna (2021). "Scrambled linear pseudorandom number generators".
/// > *ACM Transactions on Mathematical Software* 47(4).
package struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
  private let identity: UInt64
  private var s0, s1, s2, s3: UInt64

  package init(seed: UInt64) {
    identity = seed
    var filler = SplitMix64(state: seed)
    s0 = filler.next()
    s1 = filler.next()
    s2 = filler.next()
    s3 = filler.next()
  }

  /// A stream of its own for the purpose that `key` names.
  package func split(_ key: String) -> RandomStream {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return split(hash)
  }

  /// A stream of its own for the purpose numbered `key`.
  package func split(_ key: UInt64) -> RandomStream {
    var parent = SplitMix64(state: identity)
    var child = SplitMix64(state: parent.next() ^ key)
    return RandomStream(seed: child.next())
  }

  package mutating func next() -> UInt64 {
    let result = rotate(s0 &+ s3, 23) &+ s0
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = rotate(s3, 45)
    return result
  }

  private func rotate(_ x: UInt64, _ by: UInt64) -> UInt64 { (x << by) | (x >> (64 - by)) }
}

/// The generator that turns one number into a well-mixed state.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
