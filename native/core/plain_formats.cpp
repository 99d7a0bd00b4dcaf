// Containers that add little or nothing: bytes alone, arrays of numpy, and binary files with indexes beside them.
#include <array>

#include "core/hdf5_layout.h"
#include "core/io_error.h"
#include "core/npy_format.h"
#include "core/npz_format.h"
#include "core/parquet_metadata.h"
#include "core/sample_formats.h"
#include "core/tfrecord_example.h"

namespace ioproof {
namespace {

/// One sample behind the other.
class RawFormat : public SampleFormat {
public:
    uint64_t fileBytes(const SampleShape& shape) const override { return shape.payloadBytes(); }
    ByteRange placeOf(const SampleShape& shape, uint64_t sample) const override {
        return {.offset = sample * shape.sampleBytes(), .length = shape.sampleBytes()};
    }
};

/// Offsets and sizes of the samples, 64-bit numbers each, as DLIO's generator and both of its readers have them.
class IndexedFormat final : public RawFormat {
public:
    std::span<const std::string_view> companions() const override { return suffixes; }
    uint64_t companionBytes(const SampleShape& shape) const override { return shape.samples * sizeof(uint64_t); }

private:
    static constexpr std::array<std::string_view, 2> suffixes = {".off.idx", ".sz.idx"};
};

/// The samples are the last axis of one array, so that each is all over the file: whoever needs one reads it whole.
template <uint64_t (*bytes)(const SampleShape&)>
class ArrayFormat final : public SampleFormat {
public:
    uint64_t fileBytes(const SampleShape& shape) const override { return bytes(shape); }
    ByteRange placeOf(const SampleShape& shape, uint64_t) const override {
        return {.offset = 0, .length = bytes(shape)};
    }
};

}  // namespace

std::shared_ptr<const SampleFormat> makeSampleFormat(const SampleFileSpec& spec) {
    switch (spec.container) {
        case Container::Raw: return std::make_shared<RawFormat>();
        case Container::Npz: return std::make_shared<ArrayFormat<npzBytes>>();
        case Container::Npy: return std::make_shared<ArrayFormat<npyBytes>>();
        case Container::Indexed:
        case Container::Megatron: return std::make_shared<IndexedFormat>();
        case Container::Tfrecord: return makeTfrecordFormat(spec);
        case Container::Hdf5: return makeHdf5Format();
        case Container::Parquet: return makeParquetFormat(spec);
    }
    throw JobError("BAD_SPEC", "sampleFiles: this container is not known");
}

}  // namespace ioproof
