// Files of numpy: headers, samples, and of archives a checksum that must be known before the samples are.
#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/crc32.h"
#include "core/framed_content.h"
#include "core/npy_format.h"
#include "core/npz_format.h"
#include "core/plain_content.h"
#include "core/random.h"

namespace ioproof {
namespace {

using Bytes = std::vector<std::byte>;

void append(Bytes& out, std::string_view text) {
    const auto* const data = reinterpret_cast<const std::byte*>(text.data());
    out.insert(out.end(), data, data + text.size());
}

uint32_t crcOf(std::string_view text) { return crc32(reinterpret_cast<const std::byte*>(text.data()), text.size()); }

class NpyContent final : public FramedContent {
public:
    NpyContent(std::shared_ptr<const SampleFiles> files, uint64_t seed)
        : FramedContent(seed), files_(std::move(files)) {}

private:
    enum class Next : uint8_t { Header, Samples, End };

    void beginFile(uint64_t file) override {
        shape_ = files_->shapeOf(file);
        next_ = Next::Header;
    }

    void nextPart() override {
        switch (next_) {
            case Next::Header: next_ = Next::Samples; return append(setFrame(), npyHeaderOf(shape_));
            case Next::Samples: next_ = Next::End; return setData(shape_.payloadBytes());
            case Next::End: return setEnd();
        }
    }

    const std::shared_ptr<const SampleFiles> files_;
    SampleShape shape_;
    Next next_ = Next::Header;
};

/// The checksum of the samples comes before them. It is chosen, and the last bytes of the samples make it come true.
class NpzContent final : public FramedContent {
public:
    NpzContent(std::shared_ptr<const SampleFiles> files, uint64_t seed)
        : FramedContent(seed), files_(std::move(files)), random_(mix64(seed) ^ 0x6e707a) {}

private:
    enum class Next : uint8_t { Header, Samples, LastSamples, Labels, Directory, End };
    static constexpr size_t patchBytes = 4;

    void beginFile(uint64_t file) override {
        shape_ = files_->shapeOf(file);
        crc_ = crcOf(npyHeaderOf(shape_));
        chooseLast();
        frames_ = npzFrames(shape_, {.samples = wanted_, .labels = labelsCrc()});
        next_ = Next::Header;
    }

    /// What is too short to be patched has a checksum that is known.
    void chooseLast() {
        const auto drawn = static_cast<uint32_t>(random_.next());
        last_.resize(static_cast<size_t>(std::min<uint64_t>(patchBytes, shape_.payloadBytes())));
        std::memcpy(last_.data(), &drawn, last_.size());
        isPatched_ = last_.size() == patchBytes;
        wanted_ = isPatched_ ? drawn : crc32(last_.data(), last_.size(), crc_);
    }

    uint32_t labelsCrc() const {
        static constexpr std::array<std::byte, 4096> zeros{};
        uint32_t crc = crcOf(npyLabelHeader(shape_.samples));
        for (uint64_t left = npyLabelBytes(shape_.samples); left > 0;) {
            const auto piece = static_cast<size_t>(std::min<uint64_t>(left, zeros.size()));
            crc = crc32(zeros.data(), piece, crc);
            left -= piece;
        }
        return crc;
    }

    void nextPart() override {
        switch (next_) {
            case Next::Header: return append(frameBefore(Next::Samples), frames_.samples);
            case Next::Samples: next_ = Next::LastSamples; return setData(shape_.payloadBytes() - last_.size());
            case Next::LastSamples: return endSamples(frameBefore(Next::Labels));
            case Next::Labels: next_ = Next::Directory; return setZeros(npyLabelBytes(shape_.samples));
            case Next::Directory: return append(frameBefore(Next::End), frames_.directory);
            case Next::End: return setEnd();
        }
    }

    Bytes& frameBefore(Next next) {
        next_ = next;
        return setFrame();
    }

    void dataMade(const std::byte* data, size_t length) override { crc_ = crc32(data, length, crc_); }

    void endSamples(Bytes& frame) {
        if (isPatched_) {
            const uint32_t patch = crc32Patch(crc_, wanted_);
            std::memcpy(last_.data(), &patch, patchBytes);
        }
        frame = last_;
        append(frame, frames_.labels);
    }

    const std::shared_ptr<const SampleFiles> files_;
    Random random_;
    SampleShape shape_;
    NpzFrames frames_;
    /// Of what has been made of the samples, and of all that is to be.
    uint32_t crc_ = 0;
    uint32_t wanted_ = 0;
    Bytes last_;
    bool isPatched_ = false;
    Next next_ = Next::Header;
};

}  // namespace

std::unique_ptr<SampleContent> makeNpyContent(std::shared_ptr<const SampleFiles> files, uint64_t seed) {
    return std::make_unique<NpyContent>(std::move(files), seed);
}

std::unique_ptr<SampleContent> makeNpzContent(std::shared_ptr<const SampleFiles> files, uint64_t seed) {
    return std::make_unique<NpzContent>(std::move(files), seed);
}

}  // namespace ioproof
