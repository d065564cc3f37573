/** Class and id words of a standfirst, in the languages of the sites that we meet. */
export const STANDFIRST =
  /(?:^|[^a-z])(?:dek|deck|standfirst|sub-?title|sub-?headline|sub-?heading|sub-?head|lead|lede|article-?(?:summary|lead|intro|dek|teaser|excerpt)|lede?-?(?:text|in)|intro|introduction|vorspann|teaser|excerpt|short-?info|chapo|entradilla|sommario|ingress|bajada|copete|summary)(?![a-z])/i;
