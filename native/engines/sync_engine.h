// Engine sync: pread, pwrite and the other plain calls, one chain at a time.
#pragma once

#include <vector>

#include "engines/engine.h"

namespace ioproof {

class SyncEngine final : public Engine {
public:
    explicit SyncEngine(const EngineContext& context);

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;
    int32_t sync(uint32_t file) override;

private:
    void run(Chain& chain);

    EngineContext context_;
    std::vector<Chain*> finished_;
    size_t finishedCount_ = 0;
};

}  // namespace ioproof
