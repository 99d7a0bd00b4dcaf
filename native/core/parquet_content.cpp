// Pages one after the other, then the footer, one column chunk of it at a time.
#include <algorithm>
#include <optional>
#include <utility>

#include "core/framed_content.h"
#include "core/parquet_metadata.h"

namespace ioproof {
namespace {

class ParquetContent final : public FramedContent {
public:
    ParquetContent(std::shared_ptr<const SampleFiles> files, uint64_t seed)
        : FramedContent(seed), files_(std::move(files)) {}

private:
    enum class Next : uint8_t { Magic, PageHeader, Values, FooterHead, GroupBegin, Chunk, GroupEnd, End };

    void beginFile(uint64_t file) override {
        const uint64_t bytes = files_->sampleBytes(file);
        if (!layout_ || bytes != sampleBytes_) layout_.emplace(files_->spec(), bytes);
        sampleBytes_ = bytes;
        group_ = 0;
        column_ = 0;
        next_ = Next::Magic;
    }

    void nextPart() override {
        switch (next_) {
            case Next::Magic: return beginData();
            case Next::PageHeader: return beginPage();
            case Next::Values: return beginValues();
            case Next::FooterHead: return beginFooter();
            case Next::GroupBegin: return beginGroup();
            case Next::Chunk: return tellChunk();
            case Next::GroupEnd: return endGroup();
            case Next::End: return setEnd();
        }
    }

    void beginData() {
        std::vector<std::byte>& frame = setFrame();
        for (const char letter : parquetMagic) frame.push_back(static_cast<std::byte>(letter));
        beginChunk();
    }

    void beginChunk() {
        rowsLeft_ = layout_->rowsOf(group_);
        next_ = Next::PageHeader;
    }

    const ParquetColumn& column() const { return layout_->columns()[column_]; }
    uint64_t pageRows() const { return std::min(column().pageRows, rowsLeft_); }

    void beginPage() {
        appendPageHeader(setFrame(), column(), pageRows());
        next_ = Next::Values;
    }

    /// Of this page; then comes the next page, the next column, the next row group or the footer.
    void beginValues() {
        const uint64_t rows = pageRows();
        setData(rows * column().bytes);
        rowsLeft_ -= rows;
        next_ = Next::PageHeader;
        if (rowsLeft_ > 0) return;
        if (nextColumn() || nextGroup()) return beginChunk();
        next_ = Next::FooterHead;
    }

    bool nextColumn() {
        column_ = (column_ + 1) % layout_->columns().size();
        return column_ != 0;
    }

    bool nextGroup() {
        group_ = (group_ + 1) % layout_->groups();
        return group_ != 0;
    }

    void beginFooter() {
        std::vector<std::byte>& frame = setFrame();
        appendFooterHead(frame, *layout_);
        footerBytes_ = frame.size();
        next_ = Next::GroupBegin;
    }

    void beginGroup() {
        std::vector<std::byte>& frame = setFrame();
        appendGroupBegin(frame, *layout_);
        footerBytes_ += frame.size();
        next_ = Next::Chunk;
    }

    void tellChunk() {
        std::vector<std::byte>& frame = setFrame();
        appendChunk(frame, *layout_, group_, column_);
        footerBytes_ += frame.size();
        next_ = nextColumn() ? Next::Chunk : Next::GroupEnd;
    }

    void endGroup() {
        std::vector<std::byte>& frame = setFrame();
        appendGroupEnd(frame, *layout_, group_);
        footerBytes_ += frame.size();
        next_ = Next::GroupBegin;
        if (nextGroup()) return;
        appendFooterTail(frame, footerBytes_);
        next_ = Next::End;
    }

    const std::shared_ptr<const SampleFiles> files_;
    std::optional<ParquetLayout> layout_;
    /// Of the files that it is the layout of.
    uint64_t sampleBytes_ = 0;
    uint64_t group_ = 0;
    size_t column_ = 0;
    /// Of the chunk.
    uint64_t rowsLeft_ = 0;
    /// Of the footer, those that have been made.
    uint64_t footerBytes_ = 0;
    Next next_ = Next::Magic;
};

}  // namespace

std::unique_ptr<SampleContent> makeParquetContent(std::shared_ptr<const SampleFiles> files, uint64_t seed) {
    return std::make_unique<ParquetContent>(std::move(files), seed);
}

}  // namespace ioproof
