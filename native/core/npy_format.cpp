// A Python dictionary, up to a multiple of 64 bytes with what is before it.
#include "core/npy_format.h"

namespace ioproof {
namespace {

constexpr size_t alignment = 64;
/// Digits that numpy keeps free for the axis that may grow.
constexpr size_t growthDigits = 21;
constexpr size_t prefixBytes = 10;

}  // namespace

std::string npyHeader(const char* type, std::span<const uint64_t> dimensions) {
    std::string text = std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': (";
    for (const uint64_t dimension : dimensions) text += std::to_string(dimension) + ", ";
    text.resize(text.size() - (dimensions.size() == 1 ? 1 : 2));  // one number alone keeps its comma
    text += "), }";
    text.append(growthDigits - std::to_string(dimensions.front()).size(), ' ');
    const size_t bytes = (prefixBytes + text.size() + 1 + alignment - 1) / alignment * alignment;
    text.resize(bytes - prefixBytes - 1, ' ');
    text += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += static_cast<char>(text.size() & 0xff);
    header += static_cast<char>(text.size() >> 8);
    return header + text;
}

std::string npyHeaderOf(const SampleShape& shape) {
    const uint64_t dimensions[] = {shape.height, shape.width, shape.samples};
    return npyHeader("|u1", dimensions);
}

std::string npyLabelHeader(uint64_t samples) { return npyHeader("<i8", {&samples, 1}); }

uint64_t npyBytes(const SampleShape& shape) { return npyHeaderOf(shape).size() + shape.payloadBytes(); }

}  // namespace ioproof
