// Parquet as a container of samples: what is read is a row group, or the columns of it that are wanted.
#include <cmath>

#include "core/parquet_metadata.h"

namespace ioproof {
namespace {

/// A layout, and how long its footer is, which takes a while to add up.
struct File {
    File(const SampleFileSpec& spec, uint64_t bytes)
        : sampleBytes(bytes), layout(spec, bytes), footerBytes(footerBytesOf(layout)) {}

    uint64_t sampleBytes;
    ParquetLayout layout;
    uint64_t footerBytes;
};

uint64_t nominalBytes(const SampleFileSpec& spec) {
    if (!spec.columns.empty()) return rowBytes(spec.columns);
    if (!(spec.recordLength >= 1)) return 0;
    const auto side = static_cast<uint64_t>(std::sqrt(spec.recordLength));
    return side * side;
}

class ParquetFormat final : public SampleFormat {
public:
    explicit ParquetFormat(const SampleFileSpec& spec) : spec_(spec), nominal_(spec, nominalBytes(spec)) {}

    uint64_t fixedSampleBytes() const override { return spec_.columns.empty() ? 0 : nominal_.sampleBytes; }

    uint64_t fileBytes(const SampleShape& shape) const override {
        const ByteRange end = footer(shape);
        return end.offset + end.length;
    }

    ByteRange placeOf(const SampleShape& shape, uint64_t sample) const override {
        if (isNominal(shape)) return nominal_.layout.group(nominal_.layout.groupOf(sample));
        const ParquetLayout layout(spec_, shape.sampleBytes());
        return layout.group(layout.groupOf(sample));
    }

    ByteRange footer(const SampleShape& shape) const override {
        if (isNominal(shape)) return footerOf(nominal_);
        return footerOf(File(spec_, shape.sampleBytes()));
    }

    std::vector<ByteRange> readParts(const SampleShape& shape, uint64_t group) const override {
        if (isNominal(shape)) return nominal_.layout.readParts(group);
        return ParquetLayout(spec_, shape.sampleBytes()).readParts(group);
    }

private:
    static ByteRange footerOf(const File& file) {
        return {.offset = file.layout.dataEnd(), .length = file.footerBytes};
    }

    bool isNominal(const SampleShape& shape) const { return shape.sampleBytes() == nominal_.sampleBytes; }

    const SampleFileSpec spec_;
    /// Of the files that are as large as the spec says: all of them, where nothing is drawn.
    const File nominal_;
};

}  // namespace

std::shared_ptr<const SampleFormat> makeParquetFormat(const SampleFileSpec& spec) {
    return std::make_shared<ParquetFormat>(spec);
}

}  // namespace ioproof
