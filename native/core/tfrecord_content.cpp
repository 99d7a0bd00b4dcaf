// Records in a row, each with its checksum, which is taken while the image is made.
#include <utility>

#include "core/crc32c.h"
#include "core/framed_content.h"
#include "core/shard_format.h"
#include "core/tfrecord_example.h"

namespace ioproof {
namespace {

/// Records have no index, so that a file is read from its first byte on.
class TfrecordFormat final : public SampleFormat {
public:
    explicit TfrecordFormat(const SampleFileSpec& spec) : sizeFeature_(exampleSizeFeature(spec.recordLength)) {}

    uint64_t fileBytes(const SampleShape& shape) const override { return shape.samples * recordBytes(shape); }
    ByteRange placeOf(const SampleShape& shape, uint64_t sample) const override {
        return {.offset = sample * recordBytes(shape), .length = recordBytes(shape)};
    }
    bool hasRandomSamples() const override { return false; }

private:
    uint64_t recordBytes(const SampleShape& shape) const {
        return exampleRecordBytes(shape.sampleBytes(), sizeFeature_);
    }

    const uint64_t sizeFeature_;
};

class TfrecordContent final : public FramedContent {
public:
    TfrecordContent(std::shared_ptr<const SampleFiles> files, uint64_t seed)
        : FramedContent(seed),
          files_(std::move(files)),
          sizeFeature_(exampleSizeFeature(files_->spec().recordLength)) {}

private:
    enum class Next : uint8_t { Head, Image, Tail };

    void beginFile(uint64_t file) override {
        imageBytes_ = files_->sampleBytes(file);
        left_ = files_->spec().samplesPerFile;
        next_ = Next::Head;
    }

    void nextPart() override {
        switch (next_) {
            case Next::Head: return beginRecord();
            case Next::Image: next_ = Next::Tail; return setData(imageBytes_);
            case Next::Tail: return endRecord();
        }
    }

    void dataMade(const std::byte* data, size_t length) override { crc_ = crc32c(data, length, crc_); }

    void beginRecord() {
        if (left_ == 0) return setEnd();
        std::vector<std::byte>& frame = setFrame();
        appendExampleHead(frame, imageBytes_, sizeFeature_);
        crc_ = crc32c(frame.data() + tfrecordHeader, frame.size() - tfrecordHeader);
        next_ = Next::Image;
    }

    void endRecord() {
        std::vector<std::byte>& frame = setFrame();
        appendExampleTail(frame, sizeFeature_);
        const uint32_t crc = crc32c(frame.data(), frame.size(), crc_);
        const size_t before = frame.size();
        frame.resize(before + tfrecordFooter);
        writeTfrecordFooter(std::span(frame).subspan(before).first<tfrecordFooter>(), crc);
        --left_;
        next_ = Next::Head;
    }

    const std::shared_ptr<const SampleFiles> files_;
    const uint64_t sizeFeature_;
    uint64_t imageBytes_ = 0;
    /// Records that are not finished.
    uint64_t left_ = 0;
    Next next_ = Next::Head;
    uint32_t crc_ = 0;
};

}  // namespace

std::shared_ptr<const SampleFormat> makeTfrecordFormat(const SampleFileSpec& spec) {
    return std::make_shared<TfrecordFormat>(spec);
}

std::unique_ptr<SampleContent> makeTfrecordContent(std::shared_ptr<const SampleFiles> files, uint64_t seed) {
    return std::make_unique<TfrecordContent>(std::move(files), seed);
}

}  // namespace ioproof
