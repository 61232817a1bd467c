// Counts and finds bytes 64 at a time: what Swift's SIMD types do too slowly.
// Everything is `static inline`, so that no flag and no object file is needed.
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// A bit for each of 64 bytes that equals `byte`.
static inline uint64_t scan_equal(const uint8_t *p, uint8_t byte) {
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    const __m128i part = _mm_loadu_si128((const __m128i *)(p + 16 * i));
    mask |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part, wanted)) << (16 * i);
  }
  return mask;
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == byte) << i;
  return mask;
#endif
}

// Bit i is the parity of the bits 0 … i.
static inline uint64_t scan_parity(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

// The last step of a text that ends within it: the bytes, and noughts behind them.
static inline const uint8_t *scan_step(const uint8_t *p, size_t left, uint8_t *spare) {
  if (left >= 64) return p;
  memset(spare, 0, 64);
  memcpy(spare, p, left);
  return spare;
}

// Line ends of a step: LF, and CR that no LF follows. `next` is the byte after the step.
static inline uint64_t scan_line_ends(const uint8_t *step, int next) {
  const uint64_t lf = scan_equal(step, '\n'), cr = scan_equal(step, '\r');
  if (!cr) return lf;
  return lf | (cr & ~(lf >> 1 | (uint64_t)(next == '\n') << 63));
}

static inline int scan_next(const uint8_t *p, size_t place, size_t count) {
  return place < count ? p[place] : -1;
}

typedef struct {
  uint64_t quotes, line_ends;
} scan_counts;

// Quotes and line ends among `count` bytes of which `known` may be looked at. A `quote` of 256 is
// none.
static inline scan_counts scan_count(const uint8_t *p, size_t count, size_t known, int quote) {
  scan_counts counts = {0, 0};
  uint8_t spare[64];
  for (size_t i = 0; i < count; i += 64) {
    const uint8_t *step = scan_step(p + i, count - i, spare);
    const size_t end = count - i < 64 ? count : i + 64;
    uint64_t ends = scan_line_ends(step, scan_next(p, i + 64, known));
    // A CR that is the last byte counted may have its LF behind it.
    if (end == count && p[count - 1] == '\r' && scan_next(p, count, known) == '\n')
      ends &= ~((uint64_t)1 << ((count - 1) & 63));
    counts.line_ends += (uint64_t)__builtin_popcountll(ends);
    if (quote < 256) counts.quotes += (uint64_t)__builtin_popcountll(scan_equal(step, (uint8_t)quote));
  }
  return counts;
}

typedef struct {
  // Offset after the line end, 0 where there is none; lines up to there.
  size_t end;
  size_t lines;
} scan_line;

// The first line end outside quotes; `inside` is ~0 where the text begins between quotes.
static inline scan_line scan_record_end(
    const uint8_t *p, size_t count, int quote, uint64_t inside) {
  scan_line found = {0, 0};
  uint8_t spare[64];
  for (size_t i = 0; i < count; i += 64) {
    const uint8_t *step = scan_step(p + i, count - i, spare);
    const uint64_t ends = scan_line_ends(step, scan_next(p, i + 64, count));
    const uint64_t quoted =
        inside ^ (quote < 256 ? scan_parity(scan_equal(step, (uint8_t)quote)) : 0);
    const uint64_t outer = ends & ~quoted;
    if (outer) {
      const int bit = __builtin_ctzll(outer);
      found.end = i + (size_t)bit + 1;
      found.lines += (size_t)__builtin_popcountll(ends & (~(uint64_t)0 >> (63 - bit)));
      return found;
    }
    found.lines += (size_t)__builtin_popcountll(ends);
    inside = (uint64_t)((int64_t)quoted >> 63);
  }
  return found;
}

// A line inside quotes that libcsv might read as a record of its own.
typedef struct {
  uint32_t offset;
  // Its number in the record, the first line inside quotes being 0.
  uint32_t ordinal;
} scan_inner_line;

typedef struct {
  // Line ends outside quotes, and the offset after the last of them (0 where there is none).
  size_t records, end;
  // All line ends up to there.
  size_t lines;
  // Inner lines that might be records; more than fit are counted only.
  size_t inner_count;
} scan_block_result;

// Whether strict reading of an inner line could come to `least` delimiters, or open a quote.
static inline int scan_may_be_record(
    const uint8_t *line, size_t count, uint8_t delimiter, uint8_t quote, size_t least) {
  const uint8_t *found = (const uint8_t *)memchr(line, quote, count);
  if (found) {
    while (found > line && (found[-1] == ' ' || found[-1] == '\t') && found[-1] != delimiter)
      found--;
    return found == line || found[-1] == delimiter;
  }
  size_t delimiters = 0;
  for (size_t i = 0; i < count; i++) delimiters += line[i] == delimiter;
  return delimiters >= least;
}

typedef struct {
  // 256 for none.
  int quote;
  uint8_t delimiter;
  // Fewest delimiters of a regular record; SIZE_MAX where inner lines need no look.
  size_t least;
} scan_form;

// Surveys `count` bytes that begin with a record; `known` bytes may be looked at.
static inline scan_block_result scan_block(
    const uint8_t *p, size_t count, size_t known, scan_form form, scan_inner_line *inner,
    size_t inner_capacity) {
  scan_block_result result = {0, 0, 0, 0};
  uint8_t spare[64];
  uint64_t inside = 0;
  size_t lines = 0, line_start = 0;
  uint32_t ordinal = 0;
  int is_inner = 0;
  for (size_t i = 0; i < count; i += 64) {
    const uint8_t *step = scan_step(p + i, count - i, spare);
    uint64_t ends = scan_line_ends(step, scan_next(p, i + 64, known));
    if (count - i <= 64 && p[count - 1] == '\r' && scan_next(p, count, known) == '\n')
      ends &= ~((uint64_t)1 << ((count - 1) & 63));
    const uint64_t quoted =
        inside ^ (form.quote < 256 ? scan_parity(scan_equal(step, (uint8_t)form.quote)) : 0);
    inside = (uint64_t)((int64_t)quoted >> 63);
    const uint64_t outer = ends & ~quoted;
    if (form.least != SIZE_MAX && (is_inner || (ends & quoted))) {
      for (uint64_t rest = ends; rest; rest &= rest - 1) {
        const int bit = __builtin_ctzll(rest);
        const size_t end = i + (size_t)bit + 1;
        if (is_inner &&
            scan_may_be_record(
                p + line_start, end - line_start, form.delimiter, (uint8_t)form.quote,
                form.least)) {
          if (result.inner_count < inner_capacity)
            inner[result.inner_count] = (scan_inner_line){(uint32_t)line_start, ordinal};
          result.inner_count++;
        }
        const int was_inner = is_inner;
        is_inner = (int)(quoted >> bit & 1);
        ordinal = was_inner && is_inner ? ordinal + 1 : 0;
        line_start = end;
      }
    }
    if (outer) {
      const int bit = 63 - __builtin_clzll(outer);
      result.records += (size_t)__builtin_popcountll(outer);
      result.end = i + (size_t)bit + 1;
      result.lines = lines + (size_t)__builtin_popcountll(ends & (~(uint64_t)0 >> (63 - bit)));
    }
    lines += (size_t)__builtin_popcountll(ends);
  }
  return result;
}

// Length of the valid sequence of several bytes that begins here; 0 where there is none.
static inline size_t scan_sequence(const uint8_t *p, size_t left) {
  const uint8_t a = p[0];
#define SCAN_CONTINUES(i, low, high) (left > (i) && p[i] >= (low) && p[i] <= (high))
  if (a >= 0xC2 && a <= 0xDF) return SCAN_CONTINUES(1, 0x80, 0xBF) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    const uint8_t low = a == 0xE0 ? 0xA0 : 0x80, high = a == 0xED ? 0x9F : 0xBF;
    return SCAN_CONTINUES(1, low, high) && SCAN_CONTINUES(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    const uint8_t low = a == 0xF0 ? 0x90 : 0x80, high = a == 0xF4 ? 0x8F : 0xBF;
    return SCAN_CONTINUES(1, low, high) && SCAN_CONTINUES(2, 0x80, 0xBF) &&
                   SCAN_CONTINUES(3, 0x80, 0xBF)
               ? 4
               : 0;
  }
#undef SCAN_CONTINUES
  return 0;
}

typedef struct {
  // Valid sequences of several bytes, places that are no UTF-8, and the first of these.
  uint64_t sequences, invalid;
  size_t first_invalid;
} scan_validity;

#if defined(__SSE2__)
// The bits of 64 bytes that are above 0x7F, continuations, and leads of two-byte sequences.
static inline void scan_classes(const uint8_t *p, uint64_t *high, uint64_t *rest, uint64_t *lead) {
  const __m128i c0 = _mm_set1_epi8((char)0xC0), e0 = _mm_set1_epi8((char)0xE0);
  const __m128i fe = _mm_set1_epi8((char)0xFE), top = _mm_set1_epi8((char)0x80);
  *high = *rest = *lead = 0;
  for (int i = 0; i < 4; i++) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(p + 16 * i));
    const __m128i two = _mm_andnot_si128(
        _mm_cmpeq_epi8(_mm_and_si128(v, fe), c0), _mm_cmpeq_epi8(_mm_and_si128(v, e0), c0));
    const __m128i more = _mm_cmpeq_epi8(_mm_and_si128(v, c0), top);
    *high |= (uint64_t)(uint16_t)_mm_movemask_epi8(v) << (16 * i);
    *rest |= (uint64_t)(uint16_t)_mm_movemask_epi8(more) << (16 * i);
    *lead |= (uint64_t)(uint16_t)_mm_movemask_epi8(two) << (16 * i);
  }
}
#endif

// Validates the sequences that begin in the bytes from … end of a text of `count` bytes.
static inline scan_validity scan_utf8(const uint8_t *p, size_t from, size_t end, size_t count) {
  scan_validity found = {0, 0, SIZE_MAX};
  size_t i = from;
  // A sequence that began before is not this range's.
  for (size_t back = 1; back <= 3 && back <= from; back++) {
    if ((p[from - back] & 0xC0) == 0x80) continue;
    const size_t length = p[from - back] >= 0xC0 ? scan_sequence(p + from - back, count - from + back) : 0;
    if (length > back) i = from + length - back;
    break;
  }
  while (i < end) {
#if defined(__SSE2__)
    if (end - i >= 64) {
      uint64_t high, rest, lead;
      scan_classes(p + i, &high, &rest, &lead);
      if (!high) {
        i += 64;
        continue;
      }
      const uint64_t whole = lead & ~((uint64_t)1 << 63);
      if (high == (rest | lead) && rest == whole << 1) {
        found.sequences += (uint64_t)__builtin_popcountll(whole);
        i += lead == whole ? 64 : 63;
        continue;
      }
    }
#endif
    const size_t stop = end - i < 64 ? end : i + 64;
    while (i < stop) {
      if (p[i] < 0x80) {
        i++;
        continue;
      }
      const size_t length = scan_sequence(p + i, count - i);
      if (length) {
        found.sequences++;
        i += length;
      } else {
        if (!found.invalid++) found.first_invalid = i;
        i++;
      }
    }
  }
  return found;
}

typedef struct {
  // Places in `ends`.
  size_t count;
  // Whether libcsv reads the block the same way: no quote but around whole fields and doubled within
  // them, no space or tab beside a field without quotes, no blank line, a line end as the last byte.
  int is_plain;
  // Whether quotes are doubled within fields.
  int has_doubled;
} scan_fields_result;

// The offsets of the bytes that end the fields of `count` bytes of whole records: delimiters, and the
// first byte of each line end. `ends` has room for `count` of them, and eight more.
static inline scan_fields_result scan_fields(
    const uint8_t *p, size_t count, scan_form form, uint32_t *ends) {
  scan_fields_result result = {0, 0, 0};
  uint8_t spare[64];
  uint64_t inside = 0;
  // What the byte before the step was; the block begins as after a line end.
  uint64_t after_end = 1, after_line = 1, after_cr = 0, after_quote = 0, after_space = 0;
  uint64_t after_closing = 0, odd = 0, doubled = 0;
  uint32_t *out = ends;
  for (size_t i = 0; i < count; i += 64) {
    const uint8_t *step = scan_step(p + i, count - i, spare);
    const uint64_t quote = form.quote < 256 ? scan_equal(step, (uint8_t)form.quote) : 0;
    const uint64_t parity = scan_parity(quote) ^ inside;
    const uint64_t outside = ~parity;
    const uint64_t cr = scan_equal(step, '\r') & outside, lf = scan_equal(step, '\n') & outside;
    const uint64_t line = cr | (lf & ~(cr << 1 | after_cr));
    const uint64_t end = line | (scan_equal(step, form.delimiter) & outside);
    // An LF behind its CR is part of the line end.
    const uint64_t any = end | lf;
    const uint64_t space =
        (scan_equal(step, ' ') | scan_equal(step, '\t')) & ~end & outside;
    const uint64_t opening = quote & parity, closing = quote & outside;
    const uint64_t behind_quote = quote << 1 | after_quote;
    odd |= opening & ~(any << 1 | after_end | behind_quote);
    doubled |= opening & behind_quote;
    odd |= (closing << 1 | after_closing) & ~(any | quote);
    odd |= space & (any << 1 | after_end);
    odd |= (space << 1 | after_space) & any;
    odd |= line & ((line | lf) << 1 | after_line);
    after_end = any >> 63;
    after_line = (line | lf) >> 63;
    after_cr = cr >> 63;
    after_quote = quote >> 63;
    after_closing = closing >> 63;
    after_space = space >> 63;
    inside = (uint64_t)((int64_t)parity >> 63);
    const int found = __builtin_popcountll(end);
    uint64_t rest = end;
    for (int k = 0; k < found; k += 8)
      for (int j = 0; j < 8; j++) {
        // Past the last bit what is written is overwritten.
        out[k + j] = (uint32_t)i + (uint32_t)(rest ? __builtin_ctzll(rest) : 0);
        rest &= rest - 1;
      }
    out += found;
  }
  result.count = (size_t)(out - ends);
  result.has_doubled = doubled != 0;
  result.is_plain = !odd && !inside && count > 0 && (p[count - 1] == '\n' || p[count - 1] == '\r') &&
                    result.count > 0;
  return result;
}
