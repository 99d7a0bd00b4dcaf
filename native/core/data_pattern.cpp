// The generator's step over eight lanes, compiled for AVX2 and for the baseline, chosen once at run time.
#include "core/data_pattern.h"

#include <cstring>

#include "core/random.h"

namespace ioproof {
namespace {

constexpr size_t lanes = 8;
constexpr size_t stepBytes = lanes * sizeof(uint64_t);

typedef uint64_t Vector16 __attribute__((vector_size(16)));
typedef uint64_t Vector32 __attribute__((vector_size(32)));

/// xorshift128+ (Vigna 2014) on each lane; whole steps only. The vectors are as wide as the registers: wider ones,
/// which the compiler would have to split, go through memory. Both widths give the same bytes.
template <typename Vector>
[[gnu::always_inline]] inline void generate(std::byte* data, size_t steps, uint64_t* first, uint64_t* second) {
    constexpr size_t vectors = stepBytes / sizeof(Vector);
    Vector a[vectors], b[vectors];
    std::memcpy(a, first, stepBytes);
    std::memcpy(b, second, stepBytes);
    for (size_t step = 0; step < steps; ++step) {
#pragma GCC unroll 4
        for (size_t index = 0; index < vectors; ++index) {
            Vector x = a[index];
            const Vector y = b[index];
            const Vector sum = x + y;
            std::memcpy(data + step * stepBytes + index * sizeof(Vector), &sum, sizeof(Vector));
            a[index] = y;
            x ^= x << 23;
            b[index] = x ^ y ^ (x >> 18) ^ (y >> 5);
        }
    }
    std::memcpy(first, a, stepBytes);
    std::memcpy(second, b, stepBytes);
}

void generateBaseline(std::byte* data, size_t steps, uint64_t* first, uint64_t* second) {
    generate<Vector16>(data, steps, first, second);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void generateAvx2(std::byte* data, size_t steps, uint64_t* first, uint64_t* second) {
    generate<Vector32>(data, steps, first, second);
}
#endif

using Generate = void (*)(std::byte*, size_t, uint64_t*, uint64_t*);

Generate chooseGenerate() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) return generateAvx2;
#endif
    return generateBaseline;
}

}  // namespace

DataPattern::DataPattern(uint64_t seed) {
    Random random(seed);
    for (size_t lane = 0; lane < lanes; ++lane) {
        first_[lane] = random.next() | 1;  // an all-zero state would stay zero
        second_[lane] = random.next();
    }
}

void DataPattern::fill(std::byte* data, size_t length) {
    static const Generate run = chooseGenerate();
    const size_t steps = length / stepBytes;
    run(data, steps, first_, second_);
    const size_t rest = length - steps * stepBytes;
    if (rest == 0) return;
    std::byte last[stepBytes];
    run(last, 1, first_, second_);
    std::memcpy(data + steps * stepBytes, last, rest);
}

}  // namespace ioproof
