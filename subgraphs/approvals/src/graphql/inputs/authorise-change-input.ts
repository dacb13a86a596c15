import { Field, ID, InputType, Int } from 'type-graphql';

/** A line that the checker does not agree to, and why (W24). */
@InputType('BulkStrikeInput')
export class BulkStrikeInput {
  @Field(() => Int) line!: number;
  @Field(() => String) reason!: string;
}

/** What a checker types on the maker's screen (W2). */
@InputType('AuthoriseChangeInput')
export class AuthoriseChangeInput {
  @Field(() => ID) requestId!: string;
  @Field(() => ID) checkerId!: string;
  @Field(() => String) authorisationCode!: string;
  @Field(() => String, { nullable: true, description: 'The digest of what the screen shows; checked when given.' })
  digest?: string | null;
  @Field(() => [BulkStrikeInput], {
    nullable: true,
    description: 'Lines of a bulk change that the checker takes out, while agreeing to the others.',
  })
  strike?: BulkStrikeInput[] | null;
}
