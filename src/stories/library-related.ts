export const relatedStories = (): string[] => [];
