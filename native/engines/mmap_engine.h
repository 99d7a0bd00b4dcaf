// Engine mmap: reads and writes are memory copies from and to a shared mapping of each file.
#pragma once

#include <vector>

#include "engines/engine.h"

namespace ioproof {

class MmapEngine final : public Engine {
public:
    /// Maps every file; throws IoError when a file system refuses.
    explicit MmapEngine(const EngineContext& context);
    ~MmapEngine() override;

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t file) override;
    void releasePages() override;

private:
    void run(Chain& chain);
    int32_t execute(Operation& operation);

    EngineContext context_;
    std::vector<std::byte*> mappings_;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;
};

}  // namespace ioproof
